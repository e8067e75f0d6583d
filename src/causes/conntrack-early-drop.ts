import { conntrackFill, conntrackMax } from '../host/conntrack.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'conntrack-early-drop',
  layer: 'conntrack',
  per: 'netns',
  needs: ['conntrack.early_drop'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'conntrack-table-full',
  texts: {
    title: 'Connection tracking evicts flows to make room',
    why:
      'When the connection tracking table is full, the kernel looks near the place of a new flow for an entry that has ' +
      'not seen traffic in both ways (not ASSURED: a half-open TCP connection, a UDP question without its answer) and ' +
      'removes it; early_drop counts these. The new flow lives, the old one is forgotten: its next packet is INVALID or ' +
      'starts anew, and behind NAT its answer finds no way back. Only when nothing can be evicted is a packet dropped: ' +
      'early_drop is the last warning before that.',
    problem: '{n} flows were evicted to make room for new ones[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} flows were evicted to make room for new ones since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} flows were evicted to make room since boot, none in the {flat:duration} between the captures',
    ok: 'no flow was evicted to make room for another',
    'count-of-max': 'the table holds {count} of {max} entries',
    unanswered:
      '{unreplied} of the {entries} entries listed have seen no answer: a scan, a flood, or a dead peer',
    holders:
      'Find out who fills the table: one address with most of the entries is a scan, an attack or a leak',
    memory:
      'Each entry takes about 320 bytes of kernel memory: {to} entries up to {bytes:bytes}. kube-proxy and others rewrite this setting when they start.',
  },
  references: ['net/netfilter/nf_conntrack_core.c: early_drop', 'conntrack(8)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['conntrack.early_drop'], perConnection: true });
    if (!told) return nothingPrinted('conntrack.early_drop');
    if (told.verdict === 'ok') return told;
    const fill = conntrackFill(context)?.highest;
    const { entries, unreplied = 0, sources = [] } = context.latest('conntrackTable')?.value ?? {};
    const [source] = sources;
    const max = conntrackMax(context);
    const to = Math.max(262144, 2 * Number(max?.value ?? 0));
    const inside = (command: string) => inNamespace(context.netns, command);
    const verify = [inside('conntrack -C'), inside('conntrack -S')];
    const list = `conntrack -L 2>/dev/null | grep -o 'src=[^ ]*' | sort | uniq -c | sort -rn | head`;
    const sideEffects = say('memory', { to, bytes: to * 320 });
    return {
      ...told,
      severity: told.verdict === 'problem' && told.movement.n >= 10n ? 'high' : told.severity,
      evidence: [
        ...told.evidence,
        ...(fill ? [cite(fill.countLine, say('count-of-max', { count: fill.count, max: fill.max }))] : []),
        ...(source && unreplied > 0 ? [cite(source[1].line, say('unanswered', { unreplied, entries }))] : []),
      ],
      remedies: [
        investigate(say('holders'), [inside(list)], 'admin', verify),
        ...(max ? changeSetting(context, { key: max.key, to, sideEffects, verify }) : []),
      ],
      consequenceOf: ['conntrack-table-full'],
    };
  },
});
