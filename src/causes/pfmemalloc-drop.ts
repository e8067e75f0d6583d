import { loggedEvents } from '../host/kernel-events.ts';
import { raiseReserve } from '../host/memory-reserve.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped, concludeCounted, nothingPrinted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Packets dropped because they lie in the emergency memory',
  why:
    'When free memory falls below the reserve, received packets are put into the reserve itself. That memory is meant ' +
    'for what helps to free other memory: swap or storage over the network. So a packet that lies there is dropped when ' +
    'it reaches any other socket, whether its buffer has room or not. The host is as good as out of memory, mostly for a ' +
    'moment: a burst of packets came faster than memory could be freed.',
  problem:
    '{n} packets dropped because they lay in the emergency memory[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of those delivered]]',
  suspect:
    '{n} packets dropped since boot because they lay in the emergency memory[[ ({rate:rate} on average)]][[, {share:percent} of those delivered]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} packets dropped since boot because they lay in the emergency memory, none in the {flat:duration} between the captures',
  ok: 'no packet was dropped for lying in the emergency memory',
  logged: 'the kernel was out of memory {n} times or more',
  free: 'free at the moment of the capture: {free:bytes}',
  look: 'Find what uses the memory up, and what frees it too late: free memory against the reserve, swapping, large caches',
  'too-high':
    'The reserve is taken from everything else; far too high, and the host reclaims memory all the time.',
  'not-buffers': 'Do not enlarge socket buffers: they take still more memory.',
};

export default defineCause({
  id: 'pfmemalloc-drop',
  layer: 'socket',
  per: 'netns',
  needs: ['TcpExt.PFMemallocDrop'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'rcvbuf-prune',
  texts,
  references: ['net/core/filter.c: sk_filter_trim_cap', 'include/net/sock.h: SOCK_MEMALLOC'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.PFMemallocDrop'],
      seen: ['Ip.InDelivers', 'Ip6.InDelivers'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.PFMemallocDrop');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const { n } = told.movement;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtPFMemallocDrop')];
    return {
      ...told,
      // However small the share: the whole host is short of memory while it happens.
      severity: told.verdict === 'problem' && n >= 10n ? 'high' : capped(told.severity, 'medium'),
      evidence: [...told.evidence, ...memoryOf(context, say)],
      remedies: [
        investigate(say('look'), ['free -m', 'vmstat 1 5', 'slabtop -o -s c | head -20'], 'admin', verify),
        ...raiseReserve(context, say('too-high'), verify),
      ],
      confirm: [say('not-buffers')],
      consequenceOf: ['host-overload', 'rx-alloc-failure'],
    };
  },
});

function memoryOf(context: Context, say: Say<typeof texts>): Evidence[] {
  const logged = loggedEvents(context, 'page-allocation-failure', 'oom-kill');
  const free = context.latest('meminfo')?.value.get('MemFree');
  return [
    ...(logged ? [cite(logged.last.line, say('logged', { n: logged.count }))] : []),
    ...(free ? [cite(free.line, say('free', { free: Number(free.value) }))] : []),
    ...citeSetting(context.setting('vm.min_free_kbytes')),
  ];
}
