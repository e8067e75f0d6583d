import type { CounterName } from '../counters/names.ts';
import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, isVirtual } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Message } from '../model.ts';
import type { EthtoolLink } from '../parsers/ethtool-link.ts';
import type { Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { amountOf, citeCounter, claim, instance, verdictOf } from './grade.ts';

const texts = {
  title: 'Duplex mismatch',
  why:
    'One end of the link speaks half duplex, the other full. The half-duplex end sees collisions whenever the other ' +
    'sends at the same time, and aborts (late collisions, carrier errors); the full-duplex end sees the torn frames ' +
    '(frame and CRC errors). It happens when one end has a fixed speed and the other negotiates: without an answer it ' +
    'must fall back to half duplex. Small traffic works, transfers crawl.',
  half: '{device} runs at half duplex[[ ({speed} Mb/s)]][[, with {n} collisions]]',
  collisions:
    '{device} counted {n} collisions[[ in {seconds:duration}]]: one end of the link runs at half duplex',
  ok: 'no link runs at half duplex, and no collisions were counted',
  duplex: 'half duplex',
  torn: 'frames that collided are torn',
  both: 'Set both ends the same way: autonegotiation on both (gigabit over copper requires it)',
  flap: 'The link goes down for some seconds.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'duplex-mismatch',
  layer: 'wire',
  per: 'device',
  needs: [['ethtoolLink', 'linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'crc-errors',
  texts,
  references: ['IEEE 802.3, clause 28', 'include/uapi/linux/if_link.h: collisions', 'ethtool(8)'],

  evaluate(context, say) {
    const links = new Map(context.all('ethtoolLink').map(({ value }) => [value.device, value]));
    const known = devicesOf(context);
    const named = new Set(known.map(({ name }) => name));
    const others = [...links.keys()].filter((name) => !named.has(name)).map((name) => ({ name, deltas: [] }));
    const hits = [...known, ...others].flatMap((device) => hitOf(device, links.get(device.name)) ?? []);
    const [worst] = hits.sort((a, b) => Number(b.rising) - Number(a.rising) || (a.n < b.n ? 1 : -1));
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const { device, half, n } = worst;
    return {
      ...gradeOf(worst),
      certainty: half && n > 0n ? 'certain' : 'likely',
      summary: summaryOf(worst, say),
      instances: hits.map((hit) =>
        instance(gradeOf(hit), {
          subject: hit.device.name,
          scope: { netns: context.netns, device: hit.device.name },
          summary: summaryOf(hit, say),
          evidence: evidenceOf(hit, say),
        }),
      ),
      claims: hits.flatMap(({ collisions, torn }) =>
        [...(collisions ? [collisions] : []), ...torn].map(claim),
      ),
      remedies: [
        {
          when: 'now',
          what: say('both'),
          commands: [inNamespace(context.netns, sh`ethtool -s ${device.name} autoneg on`)],
          verify: [inNamespace(context.netns, sh`ethtool ${device.name}`)],
          undo: [],
          sideEffects: say('flap'),
          risk: 'link-reset',
          who: 'network',
        },
      ],
    };
  },
});

interface Hit {
  device: Device;
  half: EthtoolLink | undefined;
  collisions: Delta | undefined;
  torn: Delta[];
  n: bigint;
  rising: boolean;
}

/** Half duplex on a link that is up, or collisions: since the time of hubs there is no other reason for them. */
function hitOf(device: Device, link: EthtoolLink | undefined): Hit | undefined {
  if (isVirtual(device)) return undefined;
  const collisions = deviceCounter(device, 'link.collisions', 'dev.tx_colls');
  const n = collisions ? amountOf(collisions) : 0n;
  const half = link?.duplex?.value === 'Half' && link.linkDetected?.value !== false ? link : undefined;
  if (!half && n < 10n) return undefined;
  const torn = device.deltas.filter((delta) => tornBy.has(delta.name) && amountOf(delta) > 0n);
  return {
    device,
    half,
    collisions,
    torn,
    n,
    rising: collisions !== undefined && verdictOf(collisions) === 'problem',
  };
}

/** What collisions leave behind, here and at the other end. */
const tornBy: ReadonlySet<string> = new Set<CounterName>([
  'link.tx_carrier_errors',
  'dev.tx_carrier',
  'link.rx_frame_errors',
  'dev.rx_frame',
  'link.rx_crc_errors',
]);

function gradeOf({ rising }: Hit): { verdict: 'problem' | 'suspect'; severity: 'high' } {
  return { verdict: rising ? 'problem' : 'suspect', severity: 'high' };
}

function summaryOf({ device, half, collisions, rising, n }: Hit, say: Speak): Message {
  const name = device.name;
  if (half) return say('half', { device: name, speed: half.speed?.value, n: n > 0n ? n : undefined });
  return say('collisions', { device: name, n, seconds: rising ? collisions?.seconds : undefined });
}

function evidenceOf({ half, collisions, torn }: Hit, say: Speak): Evidence[] {
  return [
    ...(half?.duplex ? [cite(half.duplex.line, say('duplex'))] : []),
    ...(collisions ? [citeCounter(collisions)] : []),
    ...torn.map((delta) => ({ ...citeCounter(delta), meaning: say('torn') })),
  ];
}
