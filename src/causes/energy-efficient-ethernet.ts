import { carrierChangesPerDay, manyChangesPerDay } from '../host/carrier.ts';
import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, driverCounters } from '../host/devices.ts';
import { udevRule } from '../host/ethtool-settings.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Remedy, Severity } from '../model.ts';
import type { Flag } from '../parsers/ethtool.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';

const texts = {
  title: 'Energy-efficient Ethernet on a link that fails',
  why:
    'With energy-efficient Ethernet (EEE) both ends of a link let it sleep between frames and wake it for the next one. ' +
    'Some pairs of cards and switches do not wake in time: the first frames are damaged or lost, where no counter of this ' +
    'host sees it, or the link drops for a moment. Most links sleep without any harm.',
  flaps: 'EEE is active on {device}, and its link fails: it may be what the two ends do not agree on',
  wakes: 'EEE is active on {device}, and its PHY did not wake in time {n} times[[ in {seconds:duration}]]',
  ok: 'EEE is not active on any link',
  harmless: 'EEE is active on {device}, and nothing here speaks against it',
  active: 'both ends of the link sleep between frames',
  down: 'the link went down',
  off: 'Switch EEE of {device} off, and see whether the fault goes with it',
  keep: 'Keep it off over reboots',
  resets: 'The link goes down for some seconds while both ends agree anew.',
  test: 'Losses that no counter explains, mostly of the first packets after a pause: switch EEE off on one end for a test.',
};
type Speak = Say<typeof texts>;

interface Sleeper {
  device: string;
  active: Flag;
  verdict: 'suspect' | 'ok';
  severity: Severity;
  id: 'flaps' | 'wakes' | 'harmless';
  args: Record<string, string | number | bigint | undefined>;
  evidence: Evidence[];
  deltas: Delta[];
}

export default defineCause({
  id: 'energy-efficient-ethernet',
  layer: 'wire',
  per: 'device',
  needs: ['ethtoolEee'],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'link-flap',
  texts,
  references: ['IEEE 802.3az', 'ethtool(8): --show-eee, --set-eee'],

  evaluate(context, say) {
    const devices = devicesOf(context);
    const sleepers = context.all('ethtoolEee').flatMap(({ value: { device: name, active } }) => {
      if (!active?.value) return [];
      const device = devices.find((known) => known.name === name) ?? { name, deltas: [] };
      return [sleeperOf(context, device, active, say)];
    });
    const worst = worstOf(sleepers);
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const summary = tell(worst, say);
    if (worst.verdict === 'ok')
      return { verdict: 'ok', summary, evidence: worst.evidence, confirm: [say('test')] };
    const hits = sleepers.filter(({ verdict }) => verdict === 'suspect');
    return {
      verdict: 'suspect',
      severity: worst.severity,
      certainty: 'possible',
      summary,
      instances: hits.map((hit) =>
        instance(hit, {
          subject: hit.device,
          scope: { netns: context.netns, device: hit.device },
          summary: tell(hit, say),
          evidence: hit.evidence,
        }),
      ),
      claims: hits.flatMap(({ deltas }) => deltas.map(claim)),
      remedies: remediesOf(context, worst.device, say),
      // The flapping is what is seen, and is told with the way to its other reasons.
      consequenceOf: ['link-flap', 'nic-hang-reset'],
    };
  },
});

const tell = ({ id, args }: Sleeper, say: Speak) =>
  id === 'flaps' ? say('flaps', args) : id === 'wakes' ? say('wakes', args) : say('harmless', args);

function sleeperOf(context: Context, device: Device, active: Flag, say: Speak): Sleeper {
  const { name } = device;
  const own = [cite(active.line, say('active'))];
  const base = { device: name, active, args: { device: name }, deltas: [] };
  const changes = deviceCounter(device, 'link.carrier_changes');
  const now = changes?.since === 'capture' && changes.increase > 0n;
  if (changes && (now || carrierChangesPerDay(changes) > manyChangesPerDay)) {
    const evidence = [...own, citeCounter(changes)];
    return { ...base, id: 'flaps', verdict: 'suspect', severity: now ? 'medium' : 'low', evidence };
  }
  const wakes = movementOf(driverCounters(device, 'energy-efficient-ethernet', 'context').flat());
  if (wakes?.verdict === 'problem') {
    const { deltas, args } = wakes;
    const evidence = [...own, ...deltas.map(citeCounter)];
    return {
      ...base,
      id: 'wakes',
      verdict: 'suspect',
      severity: 'low',
      args: { ...args, device: name },
      evidence,
      deltas: [...deltas],
    };
  }
  const losses =
    loggedEvents(context, 'link-down', 'carrier-lost')?.events.filter((one) => one.device === name) ?? [];
  // Once is a reboot of the switch, or an administrator.
  if (losses.reduce((sum, { count }) => sum + count, 0) >= 2) {
    const evidence = [...own, ...losses.slice(-3).map(({ line }) => cite(line, say('down')))];
    return { ...base, id: 'flaps', verdict: 'suspect', severity: 'low', evidence };
  }
  return { ...base, id: 'harmless', verdict: 'ok', severity: 'info', evidence: own };
}

function remediesOf(context: Context, device: string, say: Speak): Remedy[] {
  const here = (command: string) => inNamespace(context.netns, command);
  const off = sh`ethtool --set-eee ${device} eee off`;
  const about = {
    verify: [here(sh`ethtool --show-eee ${device}`), here(sh`cat /sys/class/net/${device}/carrier_changes`)],
    sideEffects: say('resets'),
    risk: 'link-reset' as const,
    who: 'admin' as const,
  };
  return [
    {
      when: 'now',
      what: say('off', { device }),
      commands: [here(off)],
      undo: [here(sh`ethtool --set-eee ${device} eee on`)],
      ...about,
    },
    { when: 'persist', what: say('keep'), ...udevRule(device, off), ...about },
  ];
}
