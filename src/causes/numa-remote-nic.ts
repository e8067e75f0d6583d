import { devicesOf } from '../host/devices.ts';
import type { Vector } from '../host/interrupts.ts';
import { vectorsOf } from '../host/interrupts.ts';
import type { LocalNode } from '../host/numa.ts';
import { listOf, localNode } from '../host/numa.ts';
import { sh } from '../host/shell.ts';
import type { Instance, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { instance } from './grade.ts';
import { lostBeforeIp } from './losses.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Interrupts of a network card on the other memory node',
  why:
    'On a machine with several memory nodes (NUMA) a card is attached to one of them. When CPUs of another node take its ' +
    'interrupts, each frame crosses the link between the nodes: every packet costs more time, and under load the ring ' +
    'fills earlier than it must. By itself nothing is lost by it.',
  suspect:
    '{share:percent} of the interrupts of {device} go to CPUs of another memory node than its own ({node}), and frames are lost before IP',
  risk: '{share:percent} of the interrupts of {device} go to CPUs of another memory node than its own ({node})',
  ok: '{share:percent} of the interrupts of {device} go to CPUs of its own memory node ({node})',
  'one-node': 'the cards are near to all CPUs: this machine has one memory node',
  'not-told': 'no card here tells its memory node, or its interrupts are not known',
  node: 'the memory node of the card',
  cpus: 'the CPUs of that node',
  allowed: 'the CPUs that may take this interrupt',
  look: 'See why: irqbalance keeps interrupts on the node of the card unless it is off, or those CPUs are isolated',
  move: 'Let only CPUs of the node of {device} take its interrupts',
  'for-now': 'It holds until the driver is loaded again. irqbalance, where it runs, decides anew.',
  application: 'The program that reads the packets should run on that node as well (numactl, CPUAffinity=).',
};
type Speak = Say<typeof texts>;

interface Card {
  device: string;
  local: LocalNode;
  vectors: Vector[];
  /** All CPUs online are near. */
  oneNode: boolean;
  total: number;
  /** Of its interrupts, 0 to 1, taken by CPUs of another node. */
  remote: number;
}

export default defineCause({
  id: 'numa-remote-nic',
  layer: 'softirq',
  per: 'device',
  needs: ['deviceAttributes', 'interrupts'],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'irq-affinity-imbalance',
  texts,
  references: ['Documentation/ABI/testing/sysfs-bus-pci: numa_node', 'lscpu(1)', 'irqbalance(1)'],

  evaluate(context, say) {
    const cards = devicesOf(context).flatMap(({ name }) => cardOf(context, name));
    const [first] = cards;
    if (!first) return { verdict: 'unknown', summary: say('not-told') };
    // A card that hardly moves has nothing to gain.
    const far = cards.filter(({ remote, total }) => remote > 0.5 && total >= 1000);
    const [worst] = far.sort((a, b) => b.total - a.total);
    if (!worst) {
      const near = cards.find(({ oneNode }) => !oneNode);
      const card = near ?? first;
      const summary = near ? say('ok', { ...argsOf(near), share: 1 - near.remote }) : say('one-node');
      return { verdict: 'ok', summary, evidence: evidenceOf(card, say) };
    }
    const verdict = lostBeforeIp(context) ? 'suspect' : 'risk';
    return {
      verdict,
      severity: 'low',
      certainty: 'possible',
      summary: say(verdict, argsOf(worst)),
      instances: far.map((card) => instanceOf(context, card, verdict, say)),
      remedies: remediesOf(worst, say),
      confirm: [say('application')],
    };
  },
});

function cardOf(context: Context, device: string): Card[] {
  const [local, known] = [localNode(context, device), vectorsOf(context, device)];
  if (!local || !known || known.vectors.length === 0) return [];
  const far = known.cpus.map((cpu) => !local.cpus.includes(cpu));
  const total = known.vectors.reduce((sum, one) => sum + one.total, 0);
  const remote = known.vectors.reduce((sum, one) => sum + farOf(one, far), 0) / total;
  const oneNode = !far.includes(true);
  return [{ device, local, vectors: known.vectors, oneNode, total, remote }];
}

const farOf = ({ counts }: Vector, far: readonly boolean[]) =>
  counts.reduce((sum, count, i) => sum + (far[i] ? count : 0), 0);

const argsOf = ({ device, local, remote }: Card) => ({ device, node: local.node, share: remote });

function evidenceOf({ local, vectors }: Card, say: Speak) {
  const [node, cpus] = local.lines;
  return [
    cite(node, say('node')),
    cite(cpus, say('cpus')),
    ...vectors.slice(0, 4).flatMap(({ allowed }) => (allowed ? [cite(allowed.line, say('allowed'))] : [])),
  ];
}

function instanceOf(context: Context, card: Card, verdict: 'risk' | 'suspect', say: Speak): Instance {
  const { device, remote, vectors } = card;
  const [most] = [...vectors].sort((a, b) => b.total - a.total);
  const summary = say('risk', argsOf(card));
  return instance(
    { verdict, severity: 'low', share: remote },
    {
      subject: device,
      scope: { netns: context.netns, device },
      summary,
      evidence: [...evidenceOf(card, say), ...(most ? [cite(most.line, summary)] : [])],
    },
  );
}

/** Only where the masks are known, so that the way back is. */
function remediesOf({ device, local, vectors }: Card, say: Speak): Remedy[] {
  const masks = vectors.flatMap(({ irq, allowed }) =>
    allowed ? [{ irq, before: listOf(allowed.cpus) }] : [],
  );
  const verify = [sh`grep ${device} /proc/interrupts`, sh`cat /sys/class/net/${device}/device/local_cpulist`];
  const look = investigate(
    say('look'),
    [...verify, 'systemctl status irqbalance', 'cat /proc/cmdline'],
    'admin',
  );
  if (masks.length < vectors.length) return [look];
  const set = (irq: number, cpus: string) => sh`echo ${cpus} > /proc/irq/${irq}/smp_affinity_list`;
  return [
    look,
    {
      when: 'now',
      what: say('move', { device }),
      commands: masks.map(({ irq }) => set(irq, listOf(local.cpus))),
      verify: verify.slice(0, 1),
      undo: masks.map(({ irq, before }) => set(irq, before)),
      sideEffects: say('for-now'),
      risk: 'none',
      who: 'admin',
    },
  ];
}
