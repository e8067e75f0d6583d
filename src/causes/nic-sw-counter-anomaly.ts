import type { FallenDevice } from '../host/fallen.ts';
import { fallenDevices } from '../host/fallen.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { instance } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Counters of a network device went backwards',
  why:
    'Counters of a device only rise until it is made anew. When all of them fall while the host did not boot, the driver was ' +
    'loaded again, the card was reset, or a device took an old name: what was counted before is gone, and this report ' +
    'counts from there. When some fall while others of the same device go on, the driver counts wrongly (a 32-bit register ' +
    'that wraps, queues that are left out of a sum): what they say between the captures cannot be relied on.',
  some: 'of the counters of {device} {n} fell between captures {from} and {to} while {kept} others went on: its driver counts wrongly',
  all: 'the counters of {device} began anew between captures {from} and {to}, and the host did not boot',
  anew: '{device} was removed and made anew between captures {from} and {to}: its counters began anew',
  ok: 'no counter of a network device went backwards',
  'one-capture': 'one capture does not show whether a counter goes backwards',
  fell: '{counter} fell from {before} to {after}',
  look: 'See in the log whether driver or card were reset, and ask for a newer driver when they were not',
  'before-gone': 'Compare what was lost since then only: a loss before it is in no later counter.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'nic-sw-counter-anomaly',
  layer: 'driver',
  per: 'device',
  needs: [['linkStats', 'deviceAttributes']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'nic-hang-reset',
  texts,
  references: ['Documentation/networking/statistics.rst', 'include/uapi/linux/if_link.h'],

  evaluate(context, say) {
    if (context.captures < 2) return { verdict: 'unknown', summary: say('one-capture') };
    const fallen = fallenDevices(context).sort((a, b) => rank(a) - rank(b));
    const [worst] = fallen;
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const instances = fallen.map((one) => instanceOf(context, one, say));
    const summary = tell(worst, say);
    if (worst.anew) return { verdict: 'ok', summary, instances };
    const commands = [
      'dmesg -T | tail -n 200',
      sh`ethtool -i ${worst.device}`,
      sh`ip -s -s link show dev ${worst.device}`,
    ];
    return {
      verdict: 'suspect',
      severity: worst.kept > 0 ? 'low' : 'info',
      summary,
      instances,
      remedies: [
        investigate(
          say('look'),
          commands.map((command) => inNamespace(context.netns, command)),
        ),
      ],
      confirm: [say('before-gone')],
      consequenceOf: worst.kept > 0 ? [] : ['nic-hang-reset', 'device-down', 'link-flap'],
    };
  },
});

const rank = ({ kept, anew }: FallenDevice) => (anew ? 2 : kept > 0 ? 0 : 1);

function tell({ device, fallen, kept, anew }: FallenDevice, say: Speak) {
  const step = fallen[0]?.step;
  const args = {
    device,
    n: fallen.length,
    kept,
    from: (step?.from.capture ?? 0) + 1,
    to: (step?.to.capture ?? 0) + 1,
  };
  if (anew) return say('anew', args);
  return kept > 0 ? say('some', args) : say('all', args);
}

function instanceOf(context: Context, one: FallenDevice, say: Speak): Instance {
  const { device, fallen, kept, anew } = one;
  const evidence = fallen.slice(0, 4).map(({ delta, step }) => {
    const args = { counter: delta.name, before: step.from.value, after: step.to.value };
    return cite(step.to.line, say('fell', args));
  });
  return instance(
    { verdict: anew ? 'ok' : 'suspect', severity: !anew && kept > 0 ? 'low' : 'info' },
    { subject: device, scope: { netns: context.netns, device }, summary: tell(one, say), evidence },
  );
}
