import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import { vanished } from '../host/vanished.ts';
import type { Delta, Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import { citeCounter, claim, gradeLoss, instance, movementOf, shareOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'BPF program at a device drops packets (XDP, tc)',
  why:
    'An XDP program runs on every frame before the kernel has made a packet of it. What it drops is seen by nothing ' +
    'behind it: no protocol counter, no firewall rule, not even tcpdump. In the driver (xdpdrv) some drivers count the ' +
    'drops; the generic mode (xdpgeneric) counts nothing at all, and only the gap between the packets of the device ' +
    'and those of IP tells. So it is with programs of traffic control (tc, tcx) at the entrance, which run right behind ' +
    'and which tcpdump sees before. Load balancers, DDoS filters and Cilium drop on purpose.',
  problem:
    'the XDP program on {device} dropped {n} frames[[ in {seconds:duration}]][[, {share:percent} of what arrived]]',
  gap: '{device} received {n} packets more than IP did[[ in {seconds:duration}]], and an XDP program runs on it that counts no drops',
  'gap-tc':
    '{device} received {n} packets[[ in {seconds:duration}]] that IP never saw, no counter tells why, and a program of traffic control runs at its entrance',
  vanished:
    '{device} received {n} packets[[ in {seconds:duration}]], {share:percent} of all, that IP never saw, and no counter tells why: a BPF program of traffic control (tc, tcx) or a chain of nft at the ingress of the device may take them, or they are not for this host (another MAC or VLAN) or not IP',
  suspect: 'the XDP program on {device} dropped {n} frames since boot; when is unknown',
  past: 'the XDP program on {device} dropped {n} frames since boot, none in the {flat:duration} between the captures',
  ok: 'no XDP program dropped anything that can be seen',
  'ok-none': 'no XDP program is attached',
  attached: 'an XDP program is attached to the device',
  'attached-tc': 'a program of traffic control is attached to the device',
  'not-arrived': 'IP received so many packets in the same time',
  'which-tc':
    'See which programs hang at the entrance of the device, and whose they are; tcpdump -e shows the frames and for whom they are',
  whose: 'Find out whose program it is and what it is meant to drop',
  detach: 'Take the program off for a test, with its owner',
  protects: 'What the program protected from arrives.',
};
type Speak = Say<typeof texts>;

/** What is told, the worst first. */
const verdicts = {
  problem: 'problem',
  gap: 'problem',
  'gap-tc': 'problem',
  vanished: 'suspect',
  suspect: 'suspect',
  past: 'past',
} as const;
const certainties = { gap: 'likely', 'gap-tc': 'likely', vanished: 'possible' } as const;
const ranked = Object.keys(verdicts);

interface Hit {
  device: Device;
  id: keyof typeof verdicts;
  severity: Severity;
  args: Record<string, string | number | bigint | undefined>;
  share: number | undefined;
  evidence: Evidence[];
  deltas: readonly Delta[];
}

export default defineCause({
  id: 'xdp-drops',
  layer: 'xdp',
  per: 'device',
  needs: [['links', 'ethtoolStats']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: ['net/core/dev.c: do_xdp_generic', 'https://docs.kernel.org/networking/af_xdp.html'],

  evaluate(context, say) {
    const devices = devicesOf(context);
    const xdp = devices.flatMap(
      (device) => counted(device, say) ?? unseen(context, device, devices, say) ?? [],
    );
    const hits = [...xdp, ...(xdp.length > 0 ? [] : (taken(context, devices, say) ?? []))];
    const [worst] = [...hits].sort((a, b) => ranked.indexOf(a.id) - ranked.indexOf(b.id));
    const attached = devices.find(({ link }) => link?.xdp);
    if (!worst) {
      const evidence = attached?.link?.xdp ? [cite(attached.link.xdp.line, say('attached'))] : [];
      return { verdict: 'ok', summary: say(attached ? 'ok' : 'ok-none'), evidence };
    }
    return {
      verdict: verdicts[worst.id],
      severity: worst.severity,
      certainty: isCertain(worst.id) ? 'certain' : certainties[worst.id],
      summary: say(worst.id, worst.args),
      ...(worst.share === undefined ? {} : { share: worst.share }),
      evidence: worst.evidence,
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      claims: hits.flatMap((hit) => hit.deltas.map(claim)),
      remedies: remediesOf(context, worst, say),
      consequenceOf: worst.id === 'vanished' ? ['firewall-drop-rule', 'firewall-policy-drop'] : [],
    };
  },
});

const isCertain = (id: Hit['id']): id is Exclude<Hit['id'], keyof typeof certainties> => !(id in certainties);

function remediesOf({ netns }: Context, { id, device: { name } }: Hit, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(netns, command);
  const show = sh`ip -d link show dev ${name}`;
  if (id === 'gap-tc' || id === 'vanished') {
    const filters = sh`tc -s filter show dev ${name} ingress`;
    const frames = sh`tcpdump -nn -e -c 20 -Q in -i ${name}`;
    return [
      investigate(
        say('which-tc'),
        ['bpftool net', filters, 'nft list ruleset netdev', show, frames].map(inside),
        'admin',
      ),
    ];
  }
  return [
    investigate(say('whose'), ['bpftool net', show].map(inside), 'admin'),
    {
      when: 'now',
      what: say('detach'),
      commands: [inside(sh`ip link set dev ${name} xdp off`)],
      verify: [inside(show)],
      undo: [],
      sideEffects: say('protects'),
      risk: 'weakens-protection',
      who: 'admin',
    },
  ];
}

const names = /xdp_?(?:.*_)?(?:drop|abort)/i;

/** Drivers that count: veth, mlx5, i40e, virtio_net ... each queue has a counter of its own. */
function counted(device: Device, say: Speak): Hit | undefined {
  const drops = device.deltas.filter(({ name }) => name.startsWith('ethtool.') && names.test(name));
  const movement = movementOf(drops, { seen: [deviceCounter(device, 'link.rx_packets')], within: true });
  if (!movement || movement.verdict === 'ok') return undefined;
  const xdp = device.link?.xdp;
  return {
    device,
    id: movement.verdict,
    severity: movement.severity,
    args: { ...movement.args, device: device.name },
    share: movement.share,
    evidence: [...movement.deltas.map(citeCounter), ...(xdp ? [cite(xdp.line, say('attached'))] : [])],
    deltas: movement.deltas,
  };
}

/** A program that counts nothing, on the only device with traffic, and packets of the device that IP never received. */
function unseen(context: Context, device: Device, devices: readonly Device[], say: Speak): Hit | undefined {
  const xdp = device.link?.xdp;
  const packets = deviceCounter(device, 'link.rx_packets', 'dev.rx_packets');
  const received = [context.counter('Ip.InReceives'), context.counter('Ip6.InReceives')];
  const [first] = received;
  if (!xdp) return undefined;
  if (!packets) return undefined;
  if (!first) return undefined;
  const arrived = devices
    .filter(({ link }) => link?.master === undefined)
    .flatMap((other) => deviceCounter(other, 'link.rx_packets', 'dev.rx_packets') ?? [])
    .reduce((sum, { increase }) => sum + increase, 0n);
  const seen = received.reduce((sum, delta) => sum + (delta?.increase ?? 0n), 0n);
  const lost = arrived - seen;
  const share = shareOf(lost, arrived) ?? 0;
  if (lost < 10n || share < 0.05) return undefined;
  return {
    device,
    id: 'gap',
    severity: gradeLoss(lost, share),
    args: { device: device.name, n: lost, seconds: packets.seconds },
    share,
    evidence: [
      cite(xdp.line, say('attached')),
      citeCounter(packets),
      { ...citeCounter(first), meaning: say('not-arrived') },
    ],
    deltas: [],
  };
}

/** Where bpftool looked and nothing hangs at the entrance, the frames are for others. */
function taken(context: Context, devices: readonly Device[], say: Speak): Hit[] | undefined {
  const found = vanished(context, devices);
  if (!found) return undefined;
  const { device, n, share, arrived, received } = found;
  const listings = context.all('bpfPrograms').filter(({ file }) => file.origin.startsWith('bpftool net'));
  const programs = listings
    .flatMap(({ value }) => value)
    .filter(({ hook, mode }) => /^tcx?$/.test(hook) && mode?.endsWith('ingress'));
  const filters = context
    .all('tcFilters')
    .flatMap(({ value }) => value)
    .filter(({ kind, hook }) => kind === 'bpf' && hook === 'ingress');
  const own = [...programs, ...filters].filter((one) => one.device === device.name);
  if (listings.length > 0 && own.length === 0) return undefined;
  const severity = gradeLoss(n, share);
  return [
    {
      device,
      id: own.length > 0 ? 'gap-tc' : 'vanished',
      severity: own.length > 0 ? severity : capped(severity, 'medium'),
      args: { device: device.name, n, seconds: arrived.seconds, share },
      share,
      evidence: [
        ...own.map(({ line }) => cite(line, say('attached-tc'))),
        citeCounter(arrived),
        { ...citeCounter(received), meaning: say('not-arrived') },
      ],
      deltas: [],
    },
  ];
}

function instanceOf(context: Context, hit: Hit, say: Speak): Instance {
  return instance(
    { verdict: verdicts[hit.id], severity: hit.severity, share: hit.share },
    {
      subject: hit.device.name,
      scope: { netns: context.netns, device: hit.device.name },
      summary: say(hit.id, hit.args),
      evidence: hit.evidence,
    },
  );
}
