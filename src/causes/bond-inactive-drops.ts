import type { BackupMember } from '../host/bonds.ts';
import { backupMembers } from '../host/bonds.ts';
import { deviceCounter, devicesOf, frames } from '../host/devices.ts';
import { linksOf } from '../host/links.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Frames on the idle member of a bond',
  why:
    'In the mode active-backup one member of a bond carries the traffic, and the others wait. Broadcasts and floods of the ' +
    'switch arrive at all of them; what arrives at a waiting member is ignored on purpose and counted there: in ' +
    'rx_nohandler since kernel 4.6, in rx_dropped before. Nothing is lost by it, the active member received the same. It ' +
    'is a fault only when the switch sends traffic for this host to the idle port: ports that it holds for one ' +
    'port-channel, or a MAC address that it remembers at the wrong one.',
  suspect:
    '{device} waits as backup of {active}, and ignored {n} frames[[ in {seconds:duration}]] ({rate:rate}), more than broadcasts make up: the switch may send a part of the traffic to the idle port',
  ok: 'no idle member of a bond ignored frames',
  none: 'no member of a bond waits as backup',
  ignored:
    '{device} waits as backup[[ of {active}]], and ignored {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]], as it should',
  waits: 'the active member: the others wait',
  switch:
    'Look at the switch: the ports of an active-backup bond must not be a port-channel (LACP or static); see where it has the MAC address of {bond}',
};
type Speak = Say<typeof texts>;

interface Idle {
  member: BackupMember;
  movement: Movement;
  much: boolean;
}

export default defineCause({
  id: 'bond-inactive-drops',
  layer: 'driver',
  per: 'device',
  needs: [['bonding', 'links']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'iface-rx-dropped',
  texts,
  references: [
    'Documentation/networking/bonding.rst: active-backup',
    'drivers/net/bonding/bond_main.c: bond_handle_frame',
    'include/uapi/linux/if_link.h: rx_nohandler',
  ],

  evaluate(context, say) {
    const members = backupMembers(context);
    const bond = linksOf(context).find(({ kind }) => kind === 'bond');
    if (members.length === 0) {
      if (!bond || context.latest('bonding')) return { verdict: 'ok', summary: say('none') };
      const what = `/proc/net/bonding/${bond.name}`;
      return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what } } };
    }
    const idle = members
      .flatMap((member) => idleOf(context, member))
      .filter(({ movement }) => movement.n > 0n);
    const [worst] = idle.sort(
      (a, b) => Number(b.much) - Number(a.much) || Number(b.movement.n - a.movement.n),
    );
    if (!worst)
      return {
        verdict: 'ok',
        summary: say('ok'),
        evidence: members.map(({ line }) => cite(line, say('waits'))),
      };
    const { member, much } = worst;
    const commands = [
      sh`cat /proc/net/bonding/${member.bond ?? ''}`,
      sh`tcpdump -nn -e -p -c 50 -i ${member.device}`,
    ];
    return {
      verdict: much ? 'suspect' : 'ok',
      severity: much ? 'low' : 'info',
      certainty: much ? 'possible' : 'certain',
      summary: tell(worst, say),
      instances: idle.map((one) => instanceOf(context, one, say)),
      claims: idle.flatMap(({ movement }) => movement.deltas.map(claim)),
      remedies: much
        ? [
            investigate(
              say('switch', { bond: member.bond }),
              commands.map((command) => inNamespace(context.netns, command)),
              'network',
            ),
          ]
        : [],
    };
  },
});

function idleOf(context: Context, member: BackupMember): Idle[] {
  const devices = devicesOf(context);
  const device = devices.find(({ name }) => name === member.device);
  const active = devices.find(({ name }) => name === member.active);
  const ignored = device && deviceCounter(device, 'link.rx_nohandler', 'link.rx_dropped', 'dev.rx_drop');
  const movement = movementOf([ignored]);
  if (!movement) return [];
  const carried = active ? (frames(active, 'rx')[0]?.increase ?? 0n) : 0n;
  // A thousand broadcasts a second would be a storm by themselves.
  const storm = movement.verdict === 'problem' && (movement.rate ?? 0) >= 1000;
  return [{ member, movement, much: storm && carried > 0n && movement.n * 3n >= carried }];
}

function tell({ member, movement, much }: Idle, say: Speak) {
  const args = { ...movement.args, device: member.device, active: member.active };
  return much ? say('suspect', args) : say('ignored', args);
}

function instanceOf(context: Context, one: Idle, say: Speak): Instance {
  const { member, movement, much } = one;
  return instance(
    { ...movement, verdict: much ? 'suspect' : 'ok', severity: much ? 'low' : 'info' },
    {
      subject: member.bond === undefined ? member.device : `${member.device} (${member.bond})`,
      scope: { netns: context.netns, device: member.device },
      summary: tell(one, say),
      evidence: [...movement.deltas.map(citeCounter), cite(member.line, say('waits'))],
    },
  );
}
