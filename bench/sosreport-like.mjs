/** Makes archives in the shape of a sosreport, of any size, without keeping them in memory. The same every time. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Mulberry32. @param {number} seed */
function randomNumbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A ustar header. @param {string} path @param {number} size @param {string} [type] @param {string} [target] */
function header(path, size, type = '0', target = '') {
  const block = Buffer.alloc(512);
  block.write(path, 0, 100);
  block.write('0000644\x000000000\x000000000\x00', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('15131240512\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(target, 157, 100);
  block.write('ustar\x0000', 257);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const padding = (/** @type {number} */ size) => Buffer.alloc((512 - (size % 512)) % 512);

const programs = [
  ...[
    'systemd',
    'sshd',
    'CROND',
    'haproxy',
    'dockerd',
    'NetworkManager',
    'chronyd',
    'auditd',
    'postfix/smtpd',
  ],
];
const words =
  'started session user root accepted publickey connection closed from port opened unit service request response timeout waiting backend frontend queue worker thread memory address lease renewed query cache entry daily backup finished volume mounted interface route changed state active inactive failed restart scheduled reloaded configuration'.split(
    ' ',
  );

/**
 * Messages of the kernel that the analyzer must find.
 * @type {((random: (below: number) => number) => string)[]}
 */
const planted = [
  () => 'nf_conntrack: nf_conntrack: table full, dropping packet',
  (random) => `TCP: request_sock_TCP: Possible SYN flooding on port ${random(60000)}. Sending cookies.`,
  () => 'neighbour: arp_cache: neighbor table overflow!',
  (random) => `ixgbe 0000:03:00.0 eth${random(4)}: NIC Link is Down`,
];

/** About this many bytes of log are made; a longer log is these over and over: the compressors see 32 KiB to 8 MiB. */
const blockBytes = 10_000_000;
const plantedPerBlock = 4;

/** Lines of a log, with `plantedPerBlock` lines of the kernel that must be found. */
function logBlock() {
  const random = randomNumbers(1);
  const sentences = Array.from({ length: 4096 }, () =>
    Array.from({ length: 4 + random(14) }, () => words[random(words.length)]).join(' '),
  );
  const two = () => 10 + random(50);
  const rows = [];
  let kernel = 0;
  for (let made = 0; made < blockBytes; ) {
    const time = `Nov ${10 + random(20)} ${10 + random(14)}:${two()}:${two()} web-17`;
    const message =
      made >= (kernel * blockBytes) / plantedPerBlock ? planted[kernel++ % planted.length] : undefined;
    const program = programs[random(programs.length)];
    const row = message
      ? `${time} kernel: ${message(random)}\n`
      : `${time} ${program}[${random(32768)}]: ${sentences[random(4096)]} ${random(1e9)}\n`;
    rows.push(row);
    made += row.length;
  }
  return Buffer.from(rows.join(''));
}

/** The files of /proc that make it a report of a host that can be diagnosed. */
const hostFiles = {
  'version.txt': 'sosreport: 4.2\n',
  'etc/hostname': 'web-17\n',
  'proc/4711/net/snmp':
    'Tcp: ActiveOpens PassiveOpens InSegs OutSegs RetransSegs\nTcp: 1000 200000 90000000 91000000 5000\n',
  'proc/4711/net/netstat': 'TcpExt: ListenOverflows ListenDrops\nTcpExt: 0 0\n',
  'sos_commands/date/date': 'Sat Nov 21 10:11:12 UTC 2026\n',
  'sos_commands/kernel/uname_-a': 'Linux web-17 5.14.0-503.el9.x86_64 #1 SMP x86_64 GNU/Linux\n',
};

/**
 * @param {string} path Where the tar goes; not compressed.
 * @param {{ entries: number, logBytes: number, otherBytes: number }} shape
 * @returns {Promise<number>} lines of the kernel that must be found
 */
export async function makeSosreport(path, { entries, logBytes, otherBytes }) {
  const out = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  const write = async (/** @type {Buffer} */ bytes) => {
    if (!out.write(bytes)) await once(out, 'drain');
  };
  const add = async (/** @type {string} */ name, /** @type {Buffer} */ content) => {
    await write(
      Buffer.concat([header(`sosreport-web-17/${name}`, content.length), content, padding(content.length)]),
    );
  };
  for (const [name, content] of Object.entries(hostFiles)) await add(name, Buffer.from(content));
  await write(header('sosreport-web-17/proc/self', 0, '2', '4711'));
  await write(header('sosreport-web-17/proc/net', 0, '2', 'self/net'));
  const block = logBlock();
  const blocks = Math.round(logBytes / block.length);
  const files = Math.ceil(blocks / 5);
  for (let i = 0; i < files; i++) {
    const times = Math.min(5, blocks - i * 5);
    await write(
      header(`sosreport-web-17/var/log/messages${i === 0 ? '' : `-202611${10 + i}`}`, block.length * times),
    );
    for (let k = 0; k < times; k++) await write(block);
    await write(padding(block.length * times));
  }
  const small = entries - files - Object.keys(hostFiles).length - 2;
  const random = randomNumbers(99);
  for (let i = 0; i < small; i++) {
    const from = random(1_000_000);
    await add(
      smallName(i),
      block.subarray(from, from + random(Math.max(2, Math.round((2 * otherBytes) / small)))),
    );
  }
  await write(Buffer.alloc(10240));
  out.end();
  await once(out, 'close');
  return blocks * plantedPerBlock;
}

/** What most files of a sosreport are: nothing that anybody here reads. @param {number} i */
function smallName(i) {
  if (i % 3 === 0) return `sys/devices/system/cpu/cpu${i}/cache/index0/size`;
  return i % 3 === 1 ? `sos_commands/systemd/systemctl_show_${i}` : `etc/conf.d/part${i % 50}/file${i}.conf`;
}
