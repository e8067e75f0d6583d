import { deviceCounter, deviceLabel, devicesOf, deviceWord } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { EthtoolLink } from '../parsers/ethtool-link.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, instance } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'The link runs slower than both ends can',
  why:
    'Two ports agree on the fastest speed that both offer. When the cable does not carry it (one of four pairs is broken, ' +
    'too long, too low a category), they fall back to a slower one without a word: gigabit needs all four pairs, 100 Mb/s ' +
    'only two. Nothing is counted as an error; the link is just full early, and what does not fit waits and is dropped ' +
    'in queues.',
  slower:
    '{device} runs at {speed} Mb/s, although both ends offer {best} Mb/s[[; {used:percent} of it is used]]',
  'slower-than-card':
    '{device} runs at {speed} Mb/s, although the card can do {best} Mb/s; what the other end offers is not told',
  'slower-than-others': '{device} of {bond} runs at {speed} Mb/s, another member at {best} Mb/s',
  ok: 'every link runs at the fastest speed that both ends offer',
  'no-speed': 'no link here told its speed',
  speed: 'the speed that both ends agreed on',
  fixed: 'the speed is set by hand: the other end learns nothing of it',
  cable:
    'Change the cable of {device} (four pairs, category 5e or better), then the port; set both ends to autonegotiation',
  renegotiate: 'Let both ends agree anew',
  'link-goes-down': 'The link goes down for some seconds.',
  'on-purpose': 'A port may be limited on purpose: ask whoever runs the switch.',
};
type Speak = Say<typeof texts>;

interface Hit {
  device: string;
  id: 'slower' | 'slower-than-card' | 'slower-than-others';
  severity: Severity;
  args: Record<string, string | number | bigint | undefined>;
  evidence: Evidence[];
}

export default defineCause({
  id: 'speed-downgraded',
  layer: 'wire',
  per: 'device',
  needs: ['ethtoolLink'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'duplex-mismatch',
  texts,
  references: ['IEEE 802.3, clause 28', 'ethtool(8)'],

  evaluate(context, say) {
    const links = context
      .all('ethtoolLink')
      .map(({ value }) => value)
      .filter(({ speed, linkDetected }) => speed !== undefined && linkDetected?.value !== false);
    if (links.length === 0) return { verdict: 'unknown', summary: say('no-speed') };
    const own = links.flatMap((link) => hitOf(context, link, say) ?? []);
    const hits = [...own, ...unevenMembers(context, own, say)].sort((a, b) => rank(a) - rank(b));
    const [worst] = hits;
    if (!worst) {
      const evidence = links.flatMap(({ speed }) => (speed ? [cite(speed.line, say('speed'))] : []));
      return { verdict: 'ok', summary: say('ok'), evidence: evidence.slice(0, 4) };
    }
    return {
      verdict: verdictOf(worst),
      severity: worst.severity,
      certainty: worst.id === 'slower' ? 'certain' : 'likely',
      summary: say(worst.id, worst.args),
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      remedies: remediesOf(context, worst.device, say),
      confirm: [say('on-purpose')],
    };
  },
});

const verdictOf = ({ id }: Hit) => (id === 'slower' ? ('problem' as const) : ('suspect' as const));
const rank = ({ id, severity }: Hit) =>
  ['slower', 'slower-than-others', 'slower-than-card'].indexOf(id) * 10 + Number(severity !== 'high');

/** Mb/s of the fastest full-duplex mode: '1000baseT/Full', '25000baseCR/Full'. */
function fastest(modes: readonly string[]): number {
  const speeds = modes.flatMap((mode) => /^(\d{1,7})base\w*(?:\/Full)?$/.exec(mode)?.[1] ?? []);
  return Math.max(0, ...speeds.map(Number));
}

/** Where the other end does not tell what it offers, only 100 Mb/s and less are strange today. */
function hitOf(context: Context, link: EthtoolLink, say: Speak): Hit | undefined {
  const { device, advertisedModes, partnerModes, supportedModes, autonegotiation } = link;
  if (!link.speed) return undefined;
  const speed = Number(link.speed.value);
  const evidence = [cite(link.speed.line, say('speed'))];
  const told = fastest(partnerModes) > 0;
  const best = told
    ? fastest(advertisedModes.filter((mode) => partnerModes.includes(mode)))
    : fastest(supportedModes);
  const args = { device: deviceLabel(device), speed, best };
  if (speed >= best || (!told && speed >= 1000)) return undefined;
  if (!told) {
    const fixed = autonegotiation?.value === false ? [cite(autonegotiation.line, say('fixed'))] : [];
    return { device, id: 'slower-than-card', severity: 'low', args, evidence: [...evidence, ...fixed] };
  }
  const use = useOf(context, device, speed);
  const busy = use !== undefined && use.share > 0.5;
  return {
    device,
    id: 'slower',
    severity: busy ? 'high' : 'medium',
    args: { ...args, used: use?.share },
    evidence: [...evidence, ...(use?.evidence ?? [])],
  };
}

/** The fuller direction between the captures, of 1. */
function useOf(context: Context, name: string, speed: number) {
  const device = devicesOf(context).find((known) => known.name === name);
  if (!device) return undefined;
  const ways = [
    deviceCounter(device, 'link.rx_bytes', 'dev.rx_bytes'),
    deviceCounter(device, 'link.tx_bytes', 'dev.tx_bytes'),
  ];
  const [most] = ways
    .flatMap((delta) => (delta?.since === 'capture' && delta.seconds ? [delta] : []))
    .sort((a, b) => Number(b.increase - a.increase));
  if (!most?.seconds) return undefined;
  const share = Math.min(1, (Number(most.increase) * 8) / most.seconds / (speed * 1e6));
  return { share, evidence: [citeCounter(most)] };
}

/** 'Speed: 100 Mbps' of the members of a bond, as the bonding driver prints it. */
function unevenMembers(context: Context, known: readonly Hit[], say: Speak): Hit[] {
  return context.all('bonding').flatMap(({ value: bond }) => {
    const members = bond.slaves.flatMap(({ device, fields }) => {
      const told = fields.get('Speed');
      const speed = Number(/^(\d{1,7}) Mbps/.exec(told?.value ?? '')?.[1]);
      return told && speed > 0 ? [{ device, speed, line: told.line }] : [];
    });
    const best = Math.max(0, ...members.map(({ speed }) => speed));
    return members
      .filter(({ device, speed }) => speed < best && !known.some((hit) => hit.device === device))
      .map(({ device, speed, line }): Hit => {
        const args = { device, speed, best, bond: bond.device };
        const evidence = [cite(line, say('speed'))];
        return { device, id: 'slower-than-others', severity: 'low', args, evidence };
      });
  });
}

function instanceOf(context: Context, hit: Hit, say: Speak): Instance {
  const { device, id, args, severity, evidence } = hit;
  return instance(
    { verdict: verdictOf(hit), severity },
    {
      subject: deviceLabel(device),
      scope: { netns: context.netns, device },
      summary: say(id, args),
      evidence,
    },
  );
}

function remediesOf(context: Context, device: string, say: Speak): Remedy[] {
  const name = deviceWord(device);
  const verify = [inNamespace(context.netns, sh`ethtool ${name}`)];
  return [
    investigate(say('cable', { device: name }), verify, 'network', verify),
    {
      when: 'now',
      what: say('renegotiate'),
      commands: [inNamespace(context.netns, sh`ethtool -r ${name}`)],
      verify,
      undo: [],
      sideEffects: say('link-goes-down'),
      risk: 'link-reset',
      who: 'network',
    },
  ];
}
