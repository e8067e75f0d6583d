/**
 * `npm run bench -- scale [NAME]`: how the time of a report grows with the host. Each kind of table is made large, and
 * twice as large; time that grows with the table is 2, what looks at every pair is 4. Nothing is asserted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const project = fileURLToPath(new URL('..', import.meta.url));

/** What a large host's tables look like: `n` entries at capture 1 or 2, by what the host was asked, and in which namespace. */
/** @type {Record<string, { n: number, files: (n: number, capture: number) => Record<string, string> }>} */
const tables = {
  'iptables, a block list': {
    n: 10_000,
    files: (n, capture) => ({
      'iptables-save -c': iptables(
        each(n, (i) => `[${i % 7 === 0 ? capture * i : 0}:0] -A INPUT -s ${address(i)}/32 -j DROP`),
      ),
    }),
  },
  'iptables, a rule for each port': {
    n: 5000,
    files: (n) => ({
      'iptables-save': iptables(each(n, (i) => `-A INPUT -p tcp -m tcp --dport ${i} -j DROP`)),
      'ss -ltn': listeners(300),
    }),
  },
  'iptables, Kubernetes': {
    n: 4000,
    files: (n, capture) => ({
      'iptables-save -c': iptables(
        each(n, (i) => [
          `:KUBE-SVC-${i} - [0:0]`,
          `[${capture}:60] -A KUBE-SERVICES -d ${address(i)}/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-${i}`,
          `[${capture}:60] -A KUBE-SVC-${i} -m comment --comment "no endpoints" -j REJECT`,
        ]).flat(),
        ':KUBE-SERVICES - [0:0]\n[9:9] -A INPUT -m conntrack --ctstate NEW -j KUBE-SERVICES',
      ),
      'ss -ltn': listeners(300),
    }),
  },
  'nft without counters': {
    n: 5000,
    files: (n) => ({
      'nft list ruleset': `table inet filter {\n\tchain output {\n\t\ttype filter hook output priority filter; policy drop;\n${each(n, (i) => `\t\tip daddr ${address(i)} drop\n`).join('')}\t}\n\tchain input {\n\t\ttype filter hook input priority filter; policy accept;\n${each(n, (i) => `\t\ttcp dport ${1000 + i} drop\n`).join('')}\t}\n}\n`,
      'ss -ltn': listeners(300),
    }),
  },
  routes: {
    n: 50_000,
    files: (n) => ({
      'ip route show table all': `default via 10.0.0.1 dev eth0\n${each(n, (i) => `${i % 50 === 0 ? 'blackhole ' : ''}${address(i)}/32${i % 50 === 0 ? '' : ' via 10.0.0.1 dev eth0'} proto bird\n`).join('')}`,
    }),
  },
  neighbours: {
    n: 30_000,
    files: (n) => ({
      'ip neigh': each(
        n,
        (i) => `${address(i)} dev eth0 ${i % 9 === 0 ? 'FAILED' : `lladdr ${mac(i % 5000)} STALE`}\n`,
      ).join(''),
    }),
  },
  'addresses and devices': {
    n: 1000,
    files: (n, capture) => ({
      'ip -d -s -s link': each(n, (i) => link(i, capture)).join(''),
      'ip address': each(
        n,
        (i) =>
          `${i + 1}: veth${i}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n    link/ether ${mac(i)} brd ff:ff:ff:ff:ff:ff\n    inet ${address(i)}/24 scope global veth${i}\n       valid_lft forever preferred_lft forever\n`,
      ).join(''),
      'tc -s -d qdisc show': each(
        n,
        (i) =>
          `qdisc fq_codel 0: dev veth${i} root refcnt 2 limit 10240p flows 1024 quantum 1514 target 5ms interval 100ms ecn\n Sent ${capture * 1000} bytes ${capture * 10} pkt (dropped ${capture * (i % 3)}, overlimits 0 requeues 0)\n backlog 0b 0p requeues 0\n`,
      ).join(''),
      '/proc/net/dev': `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n${each(n, (i) => ` veth${i}: ${capture * 1000} ${capture * 10} 0 ${capture * (i % 4)} 0 0 0 0 ${capture * 1000} ${capture * 10} 0 0 0 0 0 0\n`).join('')}`,
    }),
  },
  'listening sockets': { n: 5000, files: (n) => ({ 'ss -ltnmep': listeners(n) }) },
  'established sockets': {
    n: 30_000,
    files: (n) => ({
      'ss -tanmoiep': `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n${each(n, (i) => `ESTAB 0 ${i % 100} 10.0.0.2:443 ${address(i)}:${1024 + (i % 60_000)} users:(("nginx",pid=${i % 64},fd=${i})) ino:${i} sk:${i}\n\t skmem:(r0,rb131072,t0,tb87040,f0,w0,o0,bl0,d0) cubic wscale:7,7 rto:204 rtt:1.5/0.75 mss:1448 pmtu:1500 rcvmss:536 advmss:1448 cwnd:10 bytes_sent:${i} bytes_acked:${i} segs_out:9 segs_in:8 retrans:0/${i % 5} minrtt:0.1\n`).join('')}`,
    }),
  },
  'kernel log': {
    n: 50_000,
    files: (n) => ({
      dmesg: each(
        n,
        (i) =>
          `[${(i / 10).toFixed(6)}] ${['nf_conntrack: nf_conntrack: table full, dropping packet', `IPv4: martian source ${address(i)} from 10.0.0.9, on dev eth0`, 'neighbour: arp_cache: neighbor table overflow!', `usb 1-1: device ${i}`][i % 4]}\n`,
      ).join(''),
    }),
  },
  'driver statistics': {
    n: 5000,
    files: (n, capture) => ({
      'ethtool -S eth0': `NIC statistics:\n${each(n, (i) => `     rx_queue_${i}_${['packets', 'drops', 'csum_err', 'alloc_fail'][i % 4]}: ${capture * i}\n`).join('')}`,
    }),
  },
  'conntrack table': {
    n: 30_000,
    files: (n) => ({
      '/proc/net/nf_conntrack': each(
        n,
        (i) =>
          `ipv4     2 tcp      6 ${i % 400} ${['ESTABLISHED', 'SYN_SENT', 'TIME_WAIT'][i % 3]} src=${address(i)} dst=10.0.0.2 sport=${1024 + (i % 60_000)} dport=443 ${i % 3 === 1 ? '[UNREPLIED] ' : ''}src=10.0.0.2 dst=${address(i)} sport=443 dport=${1024 + (i % 60_000)} mark=0 zone=0 use=2\n`,
      ).join(''),
    }),
  },
  'CPUs and interrupts': {
    n: 256,
    files: (n, capture) => ({
      '/proc/net/softnet_stat': each(n, (i) =>
        [capture * 1000, capture * (i % 2), capture * i, 0, 0, 0, 0, 0, 0, 0, 0, 0, i]
          .map((word) => word.toString(16).padStart(8, '0'))
          .join(' '),
      ).join('\n'),
      '/proc/interrupts': `${each(n, (i) => `CPU${i}`).join(' ')}\n${each(n, (i) => `${i}: ${each(n, (cpu) => (cpu === i ? capture * 1000 : 0)).join(' ')} PCI-MSI ${i}-edge eth0-TxRx-${i}\n`).join('')}`,
      '/proc/stat': `cpu  1 1 1 1 1 1 1 1 0 0\n${each(n, (i) => `cpu${i} ${capture * 10} 0 ${capture * 10} ${capture * 100} 0 0 ${capture * i} 0 0 0\n`).join('')}`,
    }),
  },
  'network namespaces': {
    n: 200,
    files: (n, capture) =>
      Object.fromEntries(
        each(n, (i) => [
          [
            `pod-${i}\0/proc/net/snmp`,
            `Ip: InReceives InDelivers InDiscards\nIp: ${capture * 100} ${capture * 90} ${capture * (i % 2)}\nTcp: ActiveOpens RetransSegs OutSegs\nTcp: ${capture * 10} ${capture} ${capture * 100}\n`,
          ],
          [
            `pod-${i}\0/proc/net/netstat`,
            `TcpExt: ListenOverflows ListenDrops TCPTimeouts\nTcpExt: ${capture * (i % 3)} ${capture * (i % 3)} ${capture}\n`,
          ],
          [`pod-${i}\0ip -d -s -s link`, link(i, capture)],
          [`pod-${i}\0ss -ltnmep`, listeners(3)],
        ]).flat(),
      ),
  },
  processes: {
    n: 20_000,
    files: (n) => ({
      'ps auxww': `USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\n${each(n, (i) => `root ${i} 0.1 0.1 1000 1000 ? ${i % 50 === 0 ? 'D' : 'S'} 10:00 0:00 worker-${i}\n`).join('')}`,
    }),
  },
};

tables['rules, ports, routes, neighbours and connections together'] = {
  n: 5000,
  files: (n, capture) =>
    Object.assign(
      {},
      ...['iptables, a block list', 'listening sockets', 'established sockets', 'routes', 'neighbours'].map(
        (name) => tables[name]?.files(n, capture),
      ),
    ),
};

/** @template T @param {number} n @param {(i: number) => T} make */
const each = (n, make) => Array.from({ length: n }, (_, i) => make(i));
/** @param {number} i */
const address = (i) => `100.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
/** @param {number} i */
const mac = (i) =>
  `02:00:00:00:${[i >> 8, i & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
/** @param {string[]} rules @param {string} [more] */
const iptables = (rules, more = '') =>
  `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n${more}\n${rules.join('\n')}\nCOMMIT\n`;
/** @param {number} n */
const listeners = (n) =>
  `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n${each(n, (i) => `LISTEN 0 128 0.0.0.0:${1000 + i} 0.0.0.0:* users:(("service-${i}",pid=${i + 2},fd=3))\n`).join('')}`;
/** @param {number} i @param {number} capture */
const link = (i, capture) =>
  `${i + 1}: veth${i}@if${i + 2}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT group default qlen 1000\n    link/ether ${mac(i)} brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65535\n    veth numtxqueues 2 numrxqueues 2\n    RX:  bytes packets errors dropped  missed   mcast\n    ${capture * 1000} ${capture * 10} 0 ${capture * (i % 4)} 0 0\n    RX errors:  length    crc   frame    fifo overrun\n    0 0 0 0 0\n    TX:  bytes packets errors dropped carrier collsns\n    ${capture * 1000} ${capture * 10} 0 0 0 0\n    TX errors: aborted   fifo  window heartbt transns\n    0 0 0 0 1\n`;

const exported = `
  export { analyze } from './src/analyze.ts';
  export { openBundle } from './src/bundle/open.ts';
  export { wholeFile } from './src/bundle/captured-file.ts';
  export { catalogue } from './src/causes/index.ts';
  export { wanted } from './src/parsers/index.ts';
  export { english } from './src/texts/english.ts';
  export { renderHtml } from './src/report/html.ts';
  export { renderJson } from './src/report/json.ts';`;

/** @param {string} [asked] a part of the name of a table */
export async function benchScale(asked = '') {
  // Beside the packages, where the program finds them.
  const folder = await mkdtemp(join(project, 'node_modules', '.scale-'));
  const outfile = join(folder, 'program.mjs');
  try {
    await build({
      stdin: { contents: exported, resolveDir: project },
      bundle: true,
      outfile,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    });
    const program = await import(pathToFileURL(outfile).href);
    const time = await timer(program);
    time({});
    for (const [name, { n, files }] of Object.entries(tables)) {
      if (!name.includes(asked)) continue;
      const [once, twice] = [time({ n, files }), time({ n: 2 * n, files })];
      const [html, json] = [twice.html, twice.json].map((size) => `${(size / 2 ** 20).toFixed(1)} MiB`);
      console.log(
        `${name}, ${n}: ${once.ms.toFixed(0)} ms; ${2 * n}: ${twice.ms.toFixed(0)} ms, ` +
          `${(twice.ms / once.ms).toFixed(1)} times; HTML ${html}, JSON ${json}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of analysis and views, over a sample of two captures into which the tables are put. */
async function timer(/** @type {any} */ program) {
  const { analyze, catalogue, english, openBundle, renderHtml, renderJson, wanted, wholeFile } = program;
  const paths = [1, 2].map((n) => join(project, 'samples', 'accept-queue-overflow', `capture-${n}.tar.gz`));
  const bundles = await Promise.all(paths.map((path) => openBundle(path, { wanted })));
  const options = { dictionary: english(catalogue), catalogue };
  /** @param {{ n?: number, files?: (n: number, capture: number) => Record<string, string> }} table */
  return ({ n = 0, files = () => ({}) }) => {
    const grown = bundles.map((bundle, index) => ({
      ...bundle,
      captures: bundle.captures.map((/** @type {any} */ capture) => ({
        ...capture,
        files: withFiles(capture.files, files(n, index + 1), wholeFile),
      })),
    }));
    const started = performance.now();
    const report = analyze(grown, catalogue, { version: 'bench', now: 0, focus: {} });
    const html = renderHtml(report, { ...options, paper: false }).length;
    const json = renderJson(report, options).length;
    return { ms: performance.now() - started, html, json };
  };
}

/**
 * @param {{ origin: string, netns: string }[]} known
 * @param {Record<string, string>} texts
 * @param {(about: { path: string, origin: string, netns: string }, bytes: Uint8Array) => any} wholeFile
 */
function withFiles(known, texts, wholeFile) {
  const made = Object.entries(texts).map(([place, text]) => {
    const [origin = '', netns = ''] = place.split('\0').reverse();
    return wholeFile({ path: `grown/${netns}/${origin}`, origin, netns }, new TextEncoder().encode(text));
  });
  return [...made, ...known.filter(({ origin, netns }) => netns !== '' || !(origin in texts))];
}
