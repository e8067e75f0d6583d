import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Instance, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, gradeLoss, instance, movementOf, shareOf } from './grade.ts';

const texts = {
  title: 'XDP program drops packets',
  why:
    'An XDP program runs on every frame before the kernel has made a packet of it. What it drops is seen by nothing ' +
    'behind it: no protocol counter, no firewall rule, not even tcpdump. In the driver (xdpdrv) some drivers count the ' +
    'drops; the generic mode (xdpgeneric) counts nothing at all, and only the gap between the packets of the device ' +
    'and those of IP tells. Load balancers, DDoS filters and Cilium drop on purpose.',
  problem:
    'the XDP program on {device} dropped {n} frames[[ in {seconds:duration}]][[, {share:percent} of what arrived]]',
  gap: '{device} received {n} packets more than IP did[[ in {seconds:duration}]], and an XDP program runs on it that counts no drops',
  suspect: 'the XDP program on {device} dropped {n} frames since boot; when is unknown',
  past: 'the XDP program on {device} dropped {n} frames since boot, none in the {flat:duration} between the captures',
  ok: 'no XDP program dropped anything that can be seen',
  'ok-none': 'no XDP program is attached',
  attached: 'an XDP program is attached to the device',
  'not-arrived': 'IP received so many packets in the same time',
  whose: 'Find out whose program it is and what it is meant to drop',
  detach: 'Take the program off for a test, with its owner',
  protects: 'What the program protected from arrives.',
};
type Speak = Say<typeof texts>;

interface Hit {
  device: Device;
  id: 'problem' | 'gap' | 'suspect' | 'past';
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
    const hits = devices.flatMap(
      (device) => counted(device, say) ?? unseen(context, device, devices, say) ?? [],
    );
    const rank = { problem: 0, gap: 1, suspect: 2, past: 3 };
    const [worst] = [...hits].sort((a, b) => rank[a.id] - rank[b.id]);
    const attached = devices.find(({ link }) => link?.xdp);
    if (!worst) {
      const evidence = attached?.link?.xdp ? [cite(attached.link.xdp.line, say('attached'))] : [];
      return { verdict: 'ok', summary: say(attached ? 'ok' : 'ok-none'), evidence };
    }
    const verdict = worst.id === 'gap' ? 'problem' : worst.id;
    const name = worst.device.name;
    return {
      verdict,
      severity: worst.severity,
      certainty: worst.id === 'gap' ? 'likely' : 'certain',
      summary: say(worst.id, worst.args),
      ...(worst.share === undefined ? {} : { share: worst.share }),
      evidence: worst.evidence,
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      claims: hits.flatMap((hit) => hit.deltas.map(claim)),
      remedies: [
        {
          when: 'investigate',
          what: say('whose'),
          commands: ['bpftool net', sh`ip -d link show dev ${name}`].map((c) =>
            inNamespace(context.netns, c),
          ),
          verify: [],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
        {
          when: 'now',
          what: say('detach'),
          commands: [inNamespace(context.netns, sh`ip link set dev ${name} xdp off`)],
          verify: [inNamespace(context.netns, sh`ip -d link show dev ${name}`)],
          undo: [],
          sideEffects: say('protects'),
          risk: 'weakens-protection',
          who: 'admin',
        },
      ],
    };
  },
});

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

function instanceOf(context: Context, hit: Hit, say: Speak): Instance {
  return instance(
    { verdict: hit.id === 'gap' ? 'problem' : hit.id, severity: hit.severity, share: hit.share },
    {
      subject: hit.device.name,
      scope: { netns: context.netns, device: hit.device.name },
      summary: say(hit.id, hit.args),
      evidence: hit.evidence,
    },
  );
}
