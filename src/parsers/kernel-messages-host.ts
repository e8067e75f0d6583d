/** Messages about memory, CPUs and programs that keep a host from handling packets. Linux 2.6.18 to 7.2. */
import type { KernelMessage } from './kernel-messages.ts';

export const hostMessages = [
  {
    kind: 'page-allocation-failure',
    needles: ['page allocation failure'],
    // Until 2.6.3x a full stop: 'swapper: page allocation failure. order:1, mode:0x20'.
    pattern: /(?<process>\S+): page allocation failure[.:] order:(?<order>\d+), mode:(?<mode>[^\s,]+)/,
  },
  {
    kind: 'oom-kill',
    needles: ['ut of memory: Kill', 'emory cgroup out of memory'],
    pattern:
      /(?<scope>Out of memory|Memory cgroup out of memory)(?: \(oom_kill_allocating_task\))?: Kill(?:ed)? process (?<pid>\d+),? \(?(?<process>[^\s,)]+)/,
  },
  {
    kind: 'soft-lockup',
    needles: ['soft lockup'],
    // 2.6.18 'BUG: soft lockup detected on CPU#0!'; later 'BUG: soft lockup - CPU#1 stuck for 22s! [kworker/1:1:40]'.
    pattern:
      /BUG: soft lockup (?:detected on|-) CPU#(?<cpu>\d+)(?: stuck for (?<seconds>\d+)s)?!?(?: \[(?<process>[^\]]*?):\d+\])?/,
  },
  { kind: 'hard-lockup', needles: ['hard LOCKUP'], pattern: /hard LOCKUP on cpu (?<cpu>\d+)/ },
  {
    kind: 'hung-task',
    needles: ['blocked for more than'],
    pattern: /task (?<process>\S+?):(?<pid>\d+) (?:is )?blocked for more than (?<seconds>\d+) seconds/,
  },
  {
    kind: 'rcu-stall',
    needles: ['detected stall', 'self-detected stall'],
    pattern: /(?:INFO: )?(?<flavour>rcu\w*)(?:: INFO: \w+)? (?:self-)?detected (?:expedited )?stalls?/,
  },
  { kind: 'rt-throttling', needles: ['RT throttling activated'], pattern: /RT throttling activated/ },
  {
    kind: 'softirq-pending',
    needles: ['local_softirq_pending'],
    pattern: /NOHZ.{0,20}: local_softirq_pending:? ?(?<mask>\w+)/,
  },
  {
    kind: 'cpu-thermal-throttle',
    needles: ['cpu clock throttled'],
    pattern: /CPU(?<cpu>\d+): .*temperature above threshold, cpu clock throttled/,
  },
  {
    kind: 'clocksource-unstable',
    needles: [' unstable'],
    pattern: /[Cc]locksource:? '?(?<clocksource>\w+)'?(?: as)? unstable/,
  },
  {
    kind: 'swiotlb-full',
    needles: ['swiotlb buffer is full', 'Out of SW-IOMMU space'],
    pattern: /swiotlb buffer is full|Out of SW-IOMMU space/,
  },
  { kind: 'file-max', needles: ['file-max limit'], pattern: /VFS: file-max limit (?<limit>\d+) reached/ },
  {
    kind: 'segfault',
    needles: ['segfault at', 'general protection', 'trap invalid opcode', 'trap divide error'],
    pattern:
      /(?<process>[^\s[\]]+)\[(?<pid>\d+)\]:? (?:segfault at|general protection|trap invalid opcode|trap divide error)/,
  },
  {
    kind: 'machine-check',
    needles: ['achine check events logged', '[Hardware Error]'],
    pattern: /[Mm]achine check events logged|\[Hardware Error\]: Machine check/,
  },
  {
    kind: 'oops',
    needles: ['unable to handle', 'Kernel panic'],
    pattern: /BUG: unable to handle|Unable to handle kernel|Kernel panic - not syncing/,
  },
  {
    kind: 'audit-backlog',
    needles: ['audit_lost=', 'audit: backlog limit exceeded'],
    pattern: /audit: (?:backlog limit exceeded|audit_lost=(?<lost>\d+))/,
  },
  {
    kind: 'lsm-denial',
    // Of sockets, ports and interfaces only: files are denied all day.
    needles: [
      'tclass=tcp_socket',
      'tclass=udp_socket',
      'tclass=rawip_socket',
      'tclass=sctp_socket',
      'tclass=packet',
      'tclass=peer',
      'tclass=netlink_',
      'tclass=netif',
      'tclass=node',
      'family="inet',
    ],
    // The last port before the labels is the one that matters: 'src=8081' to bind, 'src=40000 ... dest=80' of a packet.
    pattern:
      /(?:avc: {2}denied {2}\{ (?<permission>[^}]{1,80}?) \} for .*?comm="?(?<process>[^\s"]+)"?(?:.* (?:src|dest)=(?<port>\d{1,5})\b)?(?:.*? scontext=(?:[^\s:]*:){2}(?<domain>[^\s:]+))?.*? tclass=(?<class>\w+)(?: permissive=(?<permissive>[01]))?|apparmor="DENIED" operation="(?<operation>[^"]+)"(?:.*? profile="(?<profile>[^"]+)")?.*? comm="(?<comm>[^"]+)".*? family="(?<family>\w+)")/,
  },
  { kind: 'boot', needles: ['Linux version '], pattern: /^Linux version (?<release>\S+)/ },
  {
    kind: 'too-many-open-files',
    needles: ['oo many open files'],
    // inotify answers with the same error when its own limits are reached: no descriptor is missing then.
    pattern: /^(?!.{0,900}(?:inotify|directory watch)).{0,900}[Tt]oo many open files(?<all> in system)?/,
    daemon: true,
  },
  {
    kind: 'syslog-missed',
    needles: ['Forwarding to syslog missed'],
    // systemd, journald-syslog.c: sendmsg to the unix socket of the syslog daemon said EAGAIN.
    pattern: /^Forwarding to syslog missed (?<messages>\d{1,9}) messages/,
    daemon: true,
  },
  {
    kind: 'address-not-available',
    needles: ['annot assign requested address'],
    pattern: /[Cc]annot assign requested address/,
    daemon: true,
  },
  {
    kind: 'no-buffer-space',
    needles: ['o buffer space available'],
    pattern: /[Nn]o buffer space available/,
    daemon: true,
  },
  {
    kind: 'clock-step',
    needles: ['ystem clock was stepped', 'Time has been changed', 'time reset '],
    pattern:
      /System clock was stepped by (?<seconds>-?[\d.]+)|Time has been changed|time reset (?<reset>[+-][\d.]+) s/,
    daemon: true,
  },
  {
    kind: 'vrrp-state',
    needles: ['Entering MASTER STATE', 'Entering BACKUP STATE', 'Entering FAULT STATE'],
    pattern: /\(?(?<instance>[^\s()]+)\)? Entering (?<state>MASTER|BACKUP|FAULT) STATE/,
    daemon: true,
  },
] as const satisfies readonly KernelMessage[];
