import type { Delta, Message, MessageArgument, Step } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { bootBetween, clockStep } from './clock.ts';

/** Names of counters that a message lists. */
const listed = 5;

/**
 * What was decided so that readings could be subtracted, one message per event: a reboot is one event, and so is a
 * device that was made anew, however many counters tell of it. Captures are numbered from 1.
 */
export function decisionsOn(deltas: readonly Delta[], clocks: readonly CaptureClock[]): Message[] {
  return [...clockDecisions(clocks), ...gapDecisions(deltas)];
}

function clockDecisions(clocks: readonly CaptureClock[]): Message[] {
  return clocks.slice(1).flatMap((later, i) => {
    const earlier = clocks[i] ?? {};
    const captures = { from: i + 1, to: i + 2 };
    const boot = bootBetween(earlier, later);
    if (boot?.same === false) return [message(`reboot-by-${boot.by}`, captures)];
    const step = clockStep(earlier, later);
    if (step === undefined) return [];
    return [message(step > 0 ? 'clock-forward' : 'clock-back', { ...captures, seconds: Math.abs(step) })];
  });
}

interface Event {
  id: string;
  args: Record<string, MessageArgument>;
  names: Set<string>;
}

function gapDecisions(deltas: readonly Delta[]): Message[] {
  const events = new Map<string, Event>();
  for (const delta of deltas) {
    for (const step of delta.steps) {
      const about = eventOf(step);
      if (!about) continue;
      const key = JSON.stringify([about.id, about.args]);
      const event = events.get(key) ?? { ...about, names: new Set<string>() };
      events.set(key, event);
      event.names.add(delta.name);
    }
  }
  return [...events.values()].map(({ id, args, names }) =>
    message(id, { ...args, n: names.size, names: [...names].slice(0, listed).join(', ') }),
  );
}

/** What a step tells; steps with the same id and arguments tell of one event. */
function eventOf({ from, to, gap }: Step): Omit<Event, 'names'> | undefined {
  const { netns = '', device, rule, socket, queue, cpu } = to.scope;
  if (from.source !== to.source && from.capture === to.capture)
    return { id: 'within', args: { from: to.capture + 1 } };
  const base = { from: from.capture + 1, to: to.capture + 1, ...(netns === '' ? {} : { netns }) };
  const subject = device ?? socket ?? queue;
  switch (gap) {
    case 're-created':
      return { id: gap, args: { ...base, what: subject ?? to.name } };
    case 'reloaded':
      return rule === undefined
        ? { id: 'conntrack-reloaded', args: base }
        : { id: 'rules-reloaded', args: { ...base, what: rule.split(' ').slice(0, 2).join(' ') } };
    case 'wrap':
      return { id: gap, args: { ...base, counter: to.name, ...(cpu === undefined ? {} : { cpu }) } };
    case 'reset':
    case 'jitter':
    case 'namespace-restarted':
      return { id: gap, args: { ...base, ...(device === undefined ? {} : { what: device }) } };
    default:
      return undefined;
  }
}

function message(key: string, args: Record<string, MessageArgument>): Message {
  return { id: `comparison/${key}`, args };
}
