import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { openBundle } from '../../src/bundle/open.ts';
import type { Delta, Sample } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { withTruth } from '../truth.ts';

interface Moved {
  before: number;
  after: number;
  delta: number;
}

/** Captures of real faults, and for each counter what it read before and after, from one source. */
describe('every counter that truly moved', () => {
  withTruth('cases', (folder) => {
    for (const name of readdirSync(folder)) {
      if (!existsSync(`${folder}/${name}/truth.json`)) continue;
      const truth: { moved?: Record<string, Moved> } = JSON.parse(
        readFileSync(`${folder}/${name}/truth.json`, 'utf8'),
      );
      const moved = Object.entries(truth.moved ?? {});
      if (moved.length === 0) continue;
      test(`${name}: ${moved.length} counters`, async () => {
        const captures = readdirSync(`${folder}/${name}`).filter((file) => file.startsWith('capture-'));
        const bundles = await Promise.all(
          captures.map((file) => openBundle(`${folder}/${name}/${file}`, { wanted })),
        );
        const report = analyze(bundles, [], { version: 'test', now: 0 });
        const found = moved.map(([key]) => [key, told(key, report.counters)]);
        expect(Object.fromEntries(found)).toEqual(
          Object.fromEntries(moved.map(([key, { delta }]) => [key, `exact ${delta}`])),
        );
      });
    }
  });
});

/** 'exact 68': what the deltas that the key of the truth means say, summed over CPUs. */
function told(key: string, all: readonly Delta[]): string {
  const deltas = all.filter((delta) => (delta.scope.netns ?? '') === '' && means(key, delta));
  if (deltas.length === 0) return 'not there';
  const moves = deltas.map((d) =>
    movedBy(key.startsWith('udpsock') ? samplesIn(d, '/proc/net/{tcp,udp,raw}') : d),
  );
  const sum = moves.reduce((total, move) => total + move, 0n);
  return `${deltas.every((d) => d.bound === 'exact') ? 'exact' : 'at-least'} ${sum}`;
}

function movedBy(delta: Delta | readonly Sample[]): bigint {
  if ('increase' in delta && delta.kind === 'counter') return delta.increase;
  const samples = 'increase' in delta ? delta.steps.flatMap((step) => [step.from, step.to]) : delta;
  return (samples.at(-1)?.value ?? 0n) - (samples[0]?.value ?? 0n);
}

/** The readings of a source that was not the one subtracted, oldest first. */
function samplesIn(delta: Delta, source: string): readonly Sample[] | Delta {
  const samples = delta.witnesses.filter((witness) => witness.source === source);
  return samples.length > 1 ? samples : delta;
}

function means(key: string, { name, scope }: Delta): boolean {
  const rule = /^iptl\[(?:"-A (.*)"|policy (\S+) (\S+))\]\.pkts$/.exec(key);
  if (rule) {
    const text = rule[1] ?? `${rule[2] ?? ''} policy ${rule[3] ?? ''}`;
    return /packets$/.test(name) && scope.rule?.replace(/^iptables \w+ /, '') === text;
  }
  if (key.includes('rx_otherhost'))
    return name === 'link.rx_otherhost_dropped' && scope.device === key.split('.')[1];
  const [group = '', a = '', b = '', c = ''] = key.split('.');
  switch (group.replace(/[(:].*/, '')) {
    case 'ct':
      return name === (a === 'entries' ? 'conntrack.count' : `conntrack.${a}`);
    case 'softnet':
      return name === `softnet.${a}`;
    case 'arp_cache':
      return name === `arp_cache.${a}`;
    case 'dev':
      return scope.device === a && name === `link.${b}`;
    case 'ethtool':
      return scope.device === a && name === `ethtool.${b}`;
    case 'qdisc':
      return scope.device === a && scope.queue?.startsWith(b) === true && name === `qdisc.${c}`;
    case 'udpsock':
      return name === 'socket.drops' && scope.socket?.startsWith('udp') === true;
    default:
      return name === key;
  }
}
