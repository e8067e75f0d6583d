/**
 * A report made by hand that has something in every field: the views are functions of the Report, so their tests do
 * not wait for a cause or a parser. The host and its numbers are invented.
 */
import type { Cause } from '../../src/causes/cause.ts';
import type {
  CapturedFile,
  Delta,
  Evidence,
  Finding,
  Line,
  Message,
  MessageArgument,
  Remedy,
  Report,
  Sample,
  Scope,
} from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import type { Dictionary } from '../../src/texts/render.ts';

type About = Pick<Cause, 'id' | 'layer' | 'needs' | 'references'>;

const about = (id: string, layer: Cause['layer'], needs: Cause['needs'] = []): About => ({
  id,
  layer,
  needs,
  references: ['https://docs.kernel.org/networking/snmp_counter.html'],
});

export const specimenCatalogue: readonly About[] = [
  about('link-errors', 'wire'),
  about('ring-exhausted', 'nic'),
  about('driver-alloc-failed', 'driver'),
  about('xdp-drop', 'xdp'),
  about('backlog-overflow', 'softirq'),
  about('ingress-police', 'tc-ingress'),
  about('bridge-filter', 'bridge'),
  about('rule-drop', 'netfilter'),
  about('conntrack-near-limit', 'conntrack'),
  about('reverse-path', 'ip'),
  about('udp-queue-full', 'udp'),
  about('accept-full', 'tcp-listen', ['TcpExt.ListenOverflows']),
  about('handshake-retransmits', 'tcp'),
  about('socket-limit', 'socket'),
  about('slow-accept', 'application'),
  about('neighbour-table-full', 'neighbour'),
  about('shaper-drop', 'qdisc'),
  about('cpu-steal', 'host'),
];

const titles: Record<string, string> = {
  'link-errors': 'Frames damaged on the wire',
  'ring-exhausted': 'Receive ring of the NIC exhausted',
  'driver-alloc-failed': 'Driver finds no memory for a frame',
  'xdp-drop': 'XDP program drops',
  'backlog-overflow': 'Backlog of a CPU overflows',
  'ingress-police': 'Policer drops',
  'bridge-filter': 'Bridge filters',
  'rule-drop': 'Firewall rule drops',
  'conntrack-near-limit': 'Connection tracking table nearly full',
  'reverse-path': 'Reverse path filter drops',
  'udp-queue-full': 'UDP receive queue full',
  'accept-full': 'Accept queue overflow',
  'handshake-retransmits': 'Handshakes are retransmitted',
  'socket-limit': 'Socket limit reached',
  'slow-accept': 'Application accepts slowly',
  'neighbour-table-full': 'Neighbour table full',
  'shaper-drop': 'Traffic shaper drops',
  'cpu-steal': 'Hypervisor takes the CPU away',
};

const sentences: Record<string, string> = {
  'specimen/rose': '{counter} rose by {n}[[ ({rate:rate})]][[; {share:percent} of {what}]]',
  'specimen/total': '{counter} is {n} since boot[[; {share:percent} of {what}]]',
  'specimen/still': '{counter} is {n} and did not move in {seconds:duration}',
  'specimen/waiting': '{n} connections wait, the limit is {limit}',
  'specimen/near': '{n} of {limit} entries are in use',
  'specimen/zero': '{counter} is 0',
  'specimen/raise': 'Raise the limit of the accept queue to {n} and restart {program}',
  'specimen/ring': 'Enlarge the receive ring of {device} to {n}',
  'specimen/drops-connections': 'connections that are open when the program restarts are closed',
  'specimen/not-cookies': 'not a SYN flood: no SYN cookie was sent',
  'specimen/watch': 'watch the queue while it happens: ss -ltn',
  'specimen/killed': 'program killed by the OOM killer',
};

/** English, with the texts of the specimen's causes. */
const specimenDictionary: Dictionary = (id) => {
  const [cause = '', key] = id.split('/');
  if (key === 'title') return titles[cause];
  if (key === 'why')
    return 'A connection whose handshake is complete waits in a queue until the application calls accept(). When the application is too slow the queue fills, and the kernel drops what comes next, without a reply.';
  return sentences[id] ?? english([])(id);
};

export const specimenOptions = { dictionary: specimenDictionary, catalogue: specimenCatalogue };

const start = Date.UTC(2026, 0, 15, 9, 30);
const boot = 864_000;
const apart = 30;
const captures = 4;

function file(path: string): CapturedFile {
  return { path, origin: `/${path.split('/').slice(1).join('/')}`, netns: '', whole: true, lines: [] };
}

/** The file holds its line again, as a file does that was searched. */
function line(path: string, number: number, text: string): Line {
  const lines: Line[] = [];
  const found = { text, number, file: { ...file(path), lines } };
  lines.push(found);
  return found;
}

function say(key: string, args: Record<string, MessageArgument> = {}): Message {
  return { id: `specimen/${key}`, args };
}

/** A counter with one reading per capture. */
function counter(
  name: string,
  scope: Scope,
  values: readonly number[],
  text = (value: number) => `${name} ${value}`,
): Delta {
  const samples = values.map((value, capture): Sample => {
    const at = { wall: start + capture * apart * 1000, monotonic: boot + capture * apart };
    const path = `${capture + 1}/proc/net/${name.startsWith('softnet') ? 'softnet_stat' : name.startsWith('ethtool') ? 'ethtool' : 'netstat'}`;
    const number = 2 + (scope.cpu ?? 0);
    return {
      name,
      source: 'specimen',
      kind: 'counter',
      scope,
      value: BigInt(value),
      bits: 64,
      capture,
      at,
      line: line(path, number, text(value)),
    };
  });
  const latest = samples.at(-1) as Sample;
  const steps = samples.slice(1).map((to, index) => {
    const from = samples[index] as Sample;
    const reset = to.value < from.value;
    return {
      from,
      to,
      increase: reset ? to.value : to.value - from.value,
      bound: reset ? ('at-least' as const) : ('exact' as const),
      seconds: apart,
      ...(reset ? { gap: 'reset' as const } : {}),
    };
  });
  return {
    name,
    source: 'specimen',
    kind: 'counter',
    scope,
    increase: steps.reduce((sum, step) => sum + step.increase, 0n),
    bound: steps.some((step) => step.gap) ? 'at-least' : 'exact',
    since: steps.length > 0 ? 'capture' : 'boot',
    seconds: steps.length > 0 ? steps.length * apart : boot,
    uptime: boot + steps.length * apart,
    steps,
    latest,
    witnesses: [],
  };
}

const tcpExt = (value: number) =>
  `TcpExt: 0 0 14 0 0 0 0 0 0 0 48211 0 0 0 0 3311 18 902 ${value} ${value + 3} 0 993120 0 118822 0 0 7 0 112 0 0 0 0 15 0 0 0 0 0 0 0 0 0 0 31 9 0 0 0 0 0 118000 0 0 0 0 0 0 0 0 0 0 0 0 0`;
const softnet = (value: number) =>
  `00f3a1c2 ${value.toString(16).padStart(8, '0')} 00000031 00000000 00000000`;

const specimenCounters: Delta[] = [
  counter('TcpExt.ListenOverflows', {}, [1204, 1262, 1290, 1411], tcpExt),
  counter('TcpExt.ListenDrops', {}, [1207, 1265, 1293, 1414], tcpExt),
  counter('TcpExt.TCPSynRetrans', {}, [5120, 5180, 5204, 5390]),
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((cpu) =>
    counter('softnet.dropped', { cpu }, [0, 3 * cpu, 5 * cpu * cpu, 9 * cpu * cpu], softnet),
  ),
  counter('ethtool.rx_missed_errors', { device: 'eth0' }, [88_120, 88_120, 88_120, 88_120]),
  counter('ethtool.rx_missed_errors', { device: 'eth1' }, [310_442, 310_442, 310_442, 310_442]),
  counter('Udp.RcvbufErrors', {}, [77, 77, 77, 77]),
  counter('Tcp.OutSegs', {}, [9_812_001, 9_840_120, 9_871_552, 9_904_007]),
  counter('Ip.InReceives', {}, [12_500_100, 12_530_400, 12_561_009, 12_590_876]),
  counter('ethtool.tx_timeout', { device: 'eth1' }, [9, 9, 2, 4]),
];

/** Quotes the newest line of a counter. */
function cite(name: string, scope: Scope, meaning: Message): Evidence {
  const found = specimenCounters.find(
    (delta) => delta.name === name && JSON.stringify(delta.scope) === JSON.stringify(scope),
  );
  if (!found) throw new Error(`no ${name}`);
  const { latest } = found;
  return { path: latest.line.file.path, line: latest.line.number, excerpt: latest.line.text, meaning };
}

function finding(
  cause: string,
  verdict: Finding['verdict'],
  severity: Finding['severity'],
  summary: Message,
  more: Partial<Finding> = {},
): Finding {
  return {
    cause,
    verdict,
    severity,
    certainty: 'certain',
    summary,
    evidence: [],
    instances: [],
    claims: [],
    remedies: [],
    ruledOut: [],
    confirm: [],
    ...more,
  };
}

const raise: Remedy = {
  when: 'now',
  what: say('raise', { n: 1024, program: 'nginx' }),
  commands: ['sysctl -w net.core.somaxconn=1024', 'systemctl restart nginx'],
  verify: ['nstat -az TcpExtListenOverflows', "ss -ltn 'sport = :443'"],
  undo: ['sysctl -w net.core.somaxconn=128', 'systemctl restart nginx'],
  sideEffects: say('drops-connections'),
  risk: 'restart',
  who: 'admin',
};

const overflow = say('rose', {
  counter: 'ListenOverflows',
  n: 207n,
  rate: 2.3,
  share: 0.041,
  what: 'new connections',
});
const waiting = (number: number, text: string, args: Record<string, MessageArgument>): Evidence => ({
  path: '4/cmd/ss -ltn',
  line: number,
  excerpt: text,
  meaning: say('waiting', args),
});
const missing = (what: string, command: string) => ({
  summary: { id: 'common/not-collected', args: { what } },
  confirm: [{ id: 'common/brings-it', args: { command } }],
});

const findings: Finding[] = [
  finding('accept-full', 'problem', 'high', overflow, {
    share: 0.041,
    evidence: [cite('TcpExt.ListenOverflows', {}, overflow)],
    claims: [
      { name: 'TcpExt.ListenOverflows', scope: {} },
      { name: 'TcpExt.ListenDrops', scope: {} },
    ],
    instances: [
      {
        subject: '10.20.0.5:443 (nginx, pid 812)',
        scope: {},
        verdict: 'problem',
        severity: 'high',
        summary: say('waiting', { n: 129, limit: 128 }),
        share: 0.041,
        evidence: [
          waiting(2, 'LISTEN 129    128        10.20.0.5:443        0.0.0.0:*', { n: 129, limit: 128 }),
        ],
      },
      {
        subject: '127.0.0.1:9000 (php-fpm, pid 991)',
        scope: { netns: 'blue' },
        verdict: 'ok',
        severity: 'info',
        summary: say('waiting', { n: 0, limit: 511 }),
        evidence: [
          waiting(3, 'LISTEN 0      511        127.0.0.1:9000       0.0.0.0:*', { n: 0, limit: 511 }),
        ],
      },
    ],
    remedies: [
      raise,
      {
        ...raise,
        when: 'persist',
        commands: [
          "printf 'net.core.somaxconn = 1024\\n' > /etc/sysctl.d/90-dropcause.conf",
          'sysctl --system',
        ],
        risk: 'none',
        undo: ['rm /etc/sysctl.d/90-dropcause.conf'],
      },
    ],
    ruledOut: [say('not-cookies')],
    confirm: [say('watch')],
  }),
  finding(
    'backlog-overflow',
    'problem',
    'low',
    say('rose', { counter: 'softnet dropped', n: 1260n, rate: 14, share: 0.00021, what: 'frames' }),
    {
      share: 0.00021,
      certainty: 'likely',
      evidence: [cite('softnet.dropped', { cpu: 7 }, say('rose', { counter: 'column 2 of CPU 7', n: 441n }))],
      claims: [0, 1, 2, 3, 4, 5, 6, 7].map((cpu) => ({ name: 'softnet.dropped', scope: { cpu } })),
    },
  ),
  finding(
    'ring-exhausted',
    'suspect',
    'medium',
    say('total', { counter: 'rx_missed_errors', n: 398_562n, share: 0.0006, what: 'frames' }),
    {
      certainty: 'possible',
      share: 0.0006,
      evidence: [
        cite(
          'ethtool.rx_missed_errors',
          { device: 'eth1' },
          say('total', { counter: 'rx_missed_errors of eth1', n: 310_442n }),
        ),
      ],
      claims: ['eth1', 'eth0'].map((device) => ({ name: 'ethtool.rx_missed_errors', scope: { device } })),
      instances: ['eth1', 'eth0'].map((device, index) => ({
        subject: device,
        scope: { device },
        verdict: 'suspect' as const,
        severity: 'medium' as const,
        summary: say('total', { counter: 'rx_missed_errors', n: index === 0 ? 310_442n : 88_120n }),
        rate: index === 0 ? 0.36 : 0.1,
        share: index === 0 ? 0.0009 : 0.0002,
        evidence: [
          cite(
            'ethtool.rx_missed_errors',
            { device },
            say('total', { counter: 'rx_missed_errors', n: index === 0 ? 310_442n : 88_120n }),
          ),
        ],
      })),
      remedies: [
        {
          when: 'now',
          what: say('ring', { device: 'eth1', n: 4096 }),
          commands: ['ethtool -G eth1 rx 4096'],
          verify: ['ethtool -g eth1'],
          undo: ['ethtool -G eth1 rx 512'],
          risk: 'link-reset',
          who: 'admin',
        },
      ],
    },
  ),
  finding('udp-queue-full', 'past', 'low', say('still', { counter: 'RcvbufErrors', n: 77n, seconds: 90 }), {
    evidence: [cite('Udp.RcvbufErrors', {}, say('still', { counter: 'RcvbufErrors', n: 77n, seconds: 90 }))],
    claims: [{ name: 'Udp.RcvbufErrors', scope: {} }],
  }),
  finding('conntrack-near-limit', 'risk', 'medium', say('near', { n: 231_004n, limit: 262_144n }), {
    evidence: [
      {
        path: '4/proc/sys/net/netfilter/nf_conntrack_count',
        line: 1,
        excerpt: '231004',
        meaning: say('near', { n: 231_004n, limit: 262_144n }),
      },
    ],
  }),
  ...[
    'link-errors',
    'driver-alloc-failed',
    'rule-drop',
    'reverse-path',
    'socket-limit',
    'neighbour-table-full',
    'cpu-steal',
  ].map((cause) =>
    finding(cause, 'ok', 'info', say('zero', { counter: 'its counter' }), {
      evidence: [cite('Ip.InReceives', {}, say('zero', { counter: 'its counter' }))],
    }),
  ),
  ...['xdp-drop', 'ingress-police', 'shaper-drop'].map((cause) =>
    finding(cause, 'unknown', 'info', say('zero'), missing('tc -s qdisc show', 'tc -s qdisc show')),
  ),
  ...['bridge-filter', 'slow-accept'].map((cause) =>
    finding(cause, 'unknown', 'info', say('zero'), missing('bridge -s link', 'bridge -s link')),
  ),
  finding(
    'handshake-retransmits',
    'problem',
    'medium',
    say('rose', { counter: 'TCPSynRetrans', n: 270n, rate: 3 }),
    {
      consequenceOf: 'accept-full',
      evidence: [cite('TcpExt.TCPSynRetrans', {}, say('rose', { counter: 'TCPSynRetrans', n: 270n }))],
      claims: [{ name: 'TcpExt.TCPSynRetrans', scope: {} }],
    },
  ),
];

/** The whole specimen; each call gives a fresh one, which a test may change. */
export function specimen(): Report {
  const moment = (capture: number) => ({
    wall: start + capture * apart * 1000,
    monotonic: boot + capture * apart,
  });
  return {
    schemaVersion: 1,
    generator: { name: 'dropcause', version: '0.1.0' },
    createdAt: start + 3_600_000,
    host: {
      name: 'web1',
      machineId: '0123456789abcdef0123456789abcdef',
      kernel: '6.1.0-28-amd64',
      distribution: 'Debian GNU/Linux 12 (bookworm)',
      hardware: 'KVM virtual machine',
      utcOffset: 60,
    },
    captures: Array.from({ length: captures }, (_, i) => ({
      label: `web1.tar.gz ${i + 1}`,
      layout: 'dropcause',
      takenAt: moment(i),
      bootId: 'b0',
      uptime: boot + i * apart,
      files: 181,
    })),
    window: (captures - 1) * apart,
    findings: structuredClone(findings),
    counters: specimenCounters,
    ledger: [
      {
        direction: 'in',
        layer: 'nic',
        scope: { device: 'eth0' },
        seen: 61_000n,
        lost: 0n,
        sinceBoot: { seen: 12_900_000n, lost: 398_562n },
        parts: [],
      },
      {
        direction: 'in',
        layer: 'softirq',
        scope: {},
        seen: 6_012_345n,
        lost: 1260n,
        parts: [
          {
            name: 'softnet.dropped',
            value: 1260n,
            evidence: cite(
              'softnet.dropped',
              { cpu: 7 },
              say('rose', { counter: 'softnet dropped', n: 1260n }),
            ),
          },
        ],
      },
      { direction: 'in', layer: 'ip', scope: {}, seen: 90_776n, lost: 0n, parts: [] },
      { direction: 'in', layer: 'ip', scope: {}, lost: 412n, parts: [], gap: true },
      { direction: 'in', layer: 'softirq', scope: {}, lost: 31n, parts: [], gap: true },
      { direction: 'out', layer: 'driver', scope: {}, lost: 7n, seen: 91_000n, parts: [], gap: true },
      {
        direction: 'in',
        layer: 'tcp-listen',
        scope: {},
        seen: 5050n,
        lost: 207n,
        parts: [
          {
            name: 'TcpExt.ListenOverflows',
            value: 207n,
            evidence: cite('TcpExt.ListenOverflows', {}, overflow),
          },
        ],
      },
      { direction: 'in', layer: 'udp', scope: {}, seen: 4411n, lost: 0n, parts: [] },
      { direction: 'out', layer: 'ip', scope: {}, seen: 88_010n, lost: 2n, parts: [] },
      { direction: 'out', layer: 'tcp', scope: {}, seen: 92_006n, lost: 0n, parts: [] },
      { direction: 'out', layer: 'nic', scope: { device: 'eth1' }, seen: 91_000n, lost: 0n, parts: [] },
    ],
    timeline: [
      {
        at: { wall: start - 86_400_000 },
        kind: 'log',
        message: say('killed'),
        evidence: {
          path: '1/var/log/messages',
          line: 8811,
          excerpt: 'Jan 14 10:30:00 web1 kernel: Out of memory: Killed process 700 (php-fpm)',
          meaning: say('killed'),
        },
      },
      {
        at: moment(1),
        kind: 'counter',
        message: overflow,
        evidence: cite('TcpExt.ListenOverflows', {}, overflow),
      },
      {
        at: moment(2),
        kind: 'reset',
        message: say('zero', { counter: 'tx_timeout' }),
        scope: { device: 'eth1' },
      },
    ],
    settings: [
      {
        key: 'net.core.somaxconn',
        scope: {},
        from: '4096',
        to: '128',
        capture: 1,
        after: {
          path: '2/proc/sys/net/core/somaxconn',
          line: 1,
          excerpt: '128',
          meaning: say('zero', { counter: 'x' }),
        },
      },
    ],
    notable: [
      {
        key: 'net.core.somaxconn',
        scope: {},
        value: '128',
        standard: '4096',
        evidence: {
          path: '2/proc/sys/net/core/somaxconn',
          line: 1,
          excerpt: '128',
          meaning: say('zero', { counter: 'x' }),
        },
        boot: {
          path: '2/etc/sysctl.d/90-web.conf',
          line: 3,
          excerpt: 'net.core.somaxconn = 128',
          meaning: say('zero', { counter: 'x' }),
        },
      },
    ],
    tuning: {
      sysctl: { 'net.core.somaxconn': '128' },
      devices: [{ name: 'eth0', driver: 'ixgbe', settings: { 'ring rx': '512' } }],
    },
    unexplained: specimenCounters.filter((delta) => delta.name === 'ethtool.tx_timeout'),
    decisions: [say('zero', { counter: 'the clock step' })],
    absences: [
      {
        origin: 'tc -s qdisc show',
        netns: '',
        reason: { id: 'common/not-collected', args: { what: 'tc', reason: 'command not found' } },
        path: '4/cmd/tc',
      },
    ],
    comparisons: [
      {
        kind: 'baseline',
        with: 'web1-yesterday.tar.gz',
        outcome: 'worse',
        message: overflow,
        evidence: [cite('TcpExt.ListenOverflows', {}, overflow)],
      },
    ],
    notes: [{ path: '2/proc/net/netstat', line: 3, message: { id: 'common/unread-line', args: {} } }],
  };
}
