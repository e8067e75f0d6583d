import { inNamespace } from '../host/shell.ts';
import { describeSocket } from '../host/sockets.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, gradeLoss, gradeSinceBoot } from './grade.ts';
import { investigate } from './remedy.ts';
import { droppedJustAsMany, udpErrors } from './udp.ts';

export default defineCause({
  id: 'udp-in-errors',
  layer: 'udp',
  per: 'netns',
  needs: [['Udp.InErrors', 'Udp6.InErrors']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts: {
    title: 'UDP receive errors that no specific counter explains',
    why:
      'InErrors ("packet receive errors" of netstat -s) is the sum of all datagrams that UDP dropped on their way to a ' +
      'socket: no room in the receive buffer, no memory left for UDP as a whole, a wrong checksum, and a rest. The rest ' +
      'was refused by a filter on the socket (SO_ATTACH_FILTER, eBPF), by an IPsec policy, or had a wrong length.',
    problem:
      '{rest} of {n} UDP receive errors[[ in {seconds:duration}]] have no counter of their own[[, {share:percent} of the datagrams]][[; {socket} dropped just as many]]',
    suspect:
      '{rest} of {n} UDP receive errors since boot have no counter of their own[[, {share:percent} of the datagrams]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]][[; {socket} dropped just as many]]',
    past: '{n} UDP receive errors since boot, none in the {flat:duration} between the captures',
    ok: 'no UDP receive errors',
    explained: 'the {n} UDP receive errors are explained: {parts}',
    'not-split':
      '{n} UDP receive errors[[ in {seconds:duration}]][[, {share:percent} of the datagrams]]; what they were is not printed here: mostly a full receive buffer',
    part: '{n} of them',
    dropped: '{socket} dropped {n} in the same time: they were for it',
    filters:
      'Look for what refuses datagrams: a filter on the socket (its skmem of ss -m then shows o above 0, as it does for multicast memberships), eBPF programs on it or on its cgroup, IPsec policies',
  },
  references: ['net/ipv4/udp.c: udp_queue_rcv_one_skb', 'RFC 4113 (udpInErrors)'],

  evaluate(context, say) {
    const errors = udpErrors(context);
    if (!errors) return nothingPrinted('Udp.InErrors');
    const { movement, parts: known, rest } = errors;
    if (movement.verdict === 'ok' || movement.verdict === 'past') return concludeLoss(movement, say);
    const rising = movement.verdict === 'problem';
    const moved = known.filter(({ n }) => n > 0n);
    const sockets = rest > 0n ? droppedJustAsMany(context, errors) : [];
    const evidence = [
      ...movement.deltas.map(citeCounter),
      ...sockets.map((socket) =>
        cite(socket.line, say('dropped', { socket: describeSocket(socket), n: rest })),
      ),
      ...moved.map(({ delta, n }) => cite(delta.latest.line, say('part', { n }))),
    ];
    const claims = movement.deltas.map(claim);
    const listed = moved.map(({ delta, n }) => `${delta.name} ${n}`).join(', ');
    if (rest <= 0n)
      return { verdict: 'ok', summary: say('explained', { n: movement.n, parts: listed }), evidence, claims };
    const socket = sockets.map(describeSocket)[0];
    const share =
      movement.share === undefined ? undefined : (movement.share * Number(rest)) / Number(movement.n);
    const grade = rising ? gradeLoss : gradeSinceBoot;
    const commands = ['ss -uanmp', 'bpftool prog', 'bpftool cgroup tree', 'ip xfrm policy'].map((c) =>
      inNamespace(context.netns, c),
    );
    return {
      verdict: movement.verdict,
      severity: grade(rest, share, movement.rate),
      certainty: known.length > 0 ? 'certain' : 'likely',
      summary:
        known.length > 0
          ? say(movement.verdict, { ...movement.args, rest, share, socket })
          : say('not-split', movement.args),
      ...(share === undefined ? {} : { share }),
      evidence,
      claims,
      remedies: [investigate(say('filters'), commands)],
      consequenceOf: [
        'udp-rcvbuf-full',
        'udp-mem-limit',
        'udp-checksum-or-length',
        'socket-filter-or-ebpf',
        'pfmemalloc-drop',
        'app-slow-reader',
      ],
    };
  },
});
