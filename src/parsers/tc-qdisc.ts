/**
 * `tc -s qdisc show` and `tc -s class show`: a head line per object, then its counters, then lines of 'name number'
 * pairs that only its kind has ('flows_plimit 12'). Source: iproute2 tc/tc_qdisc.c, tc_class.c, q_*.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';
import type { TcCounters } from './tc.ts';
import { askedDevice, noCounters, readCounters, wordAfter } from './tc.ts';

export interface Qdisc extends TcCounters {
  device: string;
  /** 'fq_codel', 'mq', 'htb', 'noqueue', 'ingress'. */
  kind: string;
  /** '8001:' of a qdisc, '1:10' of a class. */
  handle: string;
  /** 'root', 'ffff:fff1', ':1'. */
  parent: string | undefined;
  /** All words of the head after the handle: 'limit 10240p flows 1024 ...'. */
  options: string;
  /** Packets (or bytes for bfifo and tbf) that may wait, where the head tells it. */
  limit: bigint | undefined;
  /** What only this kind prints: 'flows_plimit', 'drop_overlimit', 'ecn_mark', 'early'. */
  details: Map<string, Reading>;
  line: Line;
}

const head = /^(qdisc|class) (\S+) (\S+) (.*)$/;

function parseObjects(object: 'qdisc' | 'class') {
  return (file: CapturedFile): Qdisc[] | undefined => {
    const found: Qdisc[] = [];
    const device = askedDevice(file);
    for (const line of file.lines) {
      const heading = head.exec(line.text);
      const current = found.at(-1);
      if (heading) {
        if (heading[1] === object) found.push(qdiscOf(heading, device, line));
      } else if (line.text.trim() === '') continue;
      else if (!current) return undefined;
      else if (!readCounters(line, current)) readDetails(line, current.details);
    }
    // Every device has a qdisc, but classes only where somebody made them.
    return found.length > 0 || object === 'class' ? found : undefined;
  };
}

function qdiscOf(heading: RegExpExecArray, asked: string, line: Line): Qdisc {
  const [, , kind = '', handle = '', options = ''] = heading;
  return {
    ...noCounters(),
    device: wordAfter(options, 'dev') ?? asked,
    kind,
    handle,
    parent: / root\b/.test(` ${options}`) ? 'root' : wordAfter(options, 'parent'),
    options: options.trim(),
    limit: integer(/^(\d+)/.exec(wordAfter(options, 'limit') ?? '')?.[1]),
    details: new Map(),
    line,
  };
}

/** A name and the number after it, anywhere in the line: '  flows 3 (inactive 1 throttled 0)'. */
function readDetails(line: Line, details: Map<string, Reading>): void {
  let name = '';
  for (const word of line.text.split(/[\s(),:]+/)) {
    const value = integer(word);
    if (value === undefined) name = word;
    else if (name !== '') {
      details.set(name, { value, line });
      name = '';
    }
  }
}

/** States among the details; everything else there counts. */
const states = new Set([
  'maxpacket',
  'new_flows_len',
  'old_flows_len',
  'count',
  'lastcount',
  'flows',
  'inactive',
  'maxq',
]);

function samplesOf(prefix: 'qdisc' | 'class') {
  return (objects: Qdisc[]): SampleSeed[] => objects.flatMap((object) => seedsOf(prefix, object));
}

function seedsOf(prefix: string, object: Qdisc): SampleSeed[] {
  const { device, kind, handle, parent } = object;
  const scope = { device, queue: parent === undefined ? `${kind} ${handle}` : `${kind} ${handle} ${parent}` };
  const seeds: SampleSeed[] = [];
  const add = (name: string, reading: Reading | undefined, gauge = false) => {
    if (reading)
      seeds.push({ name: `${prefix}.${name}`, ...reading, scope, kind: gauge ? 'gauge' : 'counter' });
  };
  add('sent_bytes', object.bytes);
  add('sent_packets', object.packets);
  add('dropped', object.dropped);
  add('overlimits', object.overlimits);
  add('requeues', object.requeues);
  add('backlog_packets', object.backlogPackets, true);
  for (const [name, reading] of object.details) add(name, reading, states.has(name));
  return seeds;
}

export const tcQdisc = defineParser<Qdisc[]>({
  name: 'tc -s qdisc show',
  reads: /^tc (?:-\S+ )*qdisc(?: (?:show|list|ls)\b.*)?$/,
  parse: parseObjects('qdisc'),
  samples: samplesOf('qdisc'),
});

export const tcClass = defineParser<Qdisc[]>({
  name: 'tc -s class show',
  reads: /^tc (?:-\S+ )*class(?: (?:show|list|ls)\b.*)?$/,
  parse: parseObjects('class'),
  samples: samplesOf('class'),
});
