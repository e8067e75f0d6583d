import { changeSetting, numbersOf, threeNumbersOf } from '../host/settings.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted } from './counted.ts';
import { citeCounter, citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'All UDP sockets together are at their memory limit',
  why:
    'Besides the buffer of every single socket, net.ipv4.udp_mem limits the memory of all UDP sockets of the host ' +
    'together, counted in pages. At its third number the kernel drops every further datagram, also for sockets whose own ' +
    'buffer is nearly empty. It happens when many sockets are read too slowly, or when one with a huge buffer is not read ' +
    'at all.',
  problem:
    '{n} datagrams dropped because all UDP sockets together were at their memory limit[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
  suspect:
    '{n} datagrams dropped since boot because all UDP sockets together were at their memory limit[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} datagrams dropped since boot because all UDP sockets together were at their memory limit, none in the {flat:duration} between the captures',
  'at-limit': 'all UDP sockets together hold {used} pages; the limit is {limit}',
  ok: 'no datagram was dropped for the memory limit of all UDP sockets[[: they hold {used} of {limit} pages]]',
  'now-fine':
    'all UDP sockets together hold {used} of {limit} pages at the capture; this kernel does not count what it dropped before',
  'not-told': 'neither the drops (since kernel 5.11) nor the memory in use and its limit are told',
  gauge: 'pages that all UDP sockets hold',
  find: 'Find the sockets that hold the memory: a large Recv-Q is a program that does not read',
  memory: 'This memory cannot be swapped.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'udp-mem-limit',
  layer: 'udp',
  per: 'netns',
  needs: [['Udp.MemErrors', 'sockstat.UDP_mem']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts,
  references: [
    'net/ipv4/udp.c: __udp_enqueue_schedule_skb',
    'https://docs.kernel.org/networking/ip-sysctl.html: udp_mem',
  ],

  evaluate(context, say) {
    const gauge = context.counter('sockstat.UDP_mem');
    const limit = numbersOf(context, 'net.ipv4.udp_mem')?.[2];
    const used = gauge && Number(gauge.latest.value);
    const state = [
      ...(gauge ? [{ ...citeCounter(gauge), meaning: say('gauge') }] : []),
      ...citeSetting(context.setting('net.ipv4.udp_mem')),
    ];
    const told = concludeCounted(context, say, {
      bad: ['Udp.MemErrors', 'Udp6.MemErrors'],
      seen: ['Udp.InDatagrams', 'Udp6.InDatagrams'],
    });
    const evidence = [...(told?.evidence ?? []), ...state];
    const full = used !== undefined && limit !== undefined && used >= limit;
    if (told?.verdict !== 'problem' && full)
      return {
        verdict: 'problem',
        severity: 'high',
        summary: say('at-limit', { used, limit }),
        evidence,
        claims: told?.claims ?? [],
        remedies: remediesOf(context, say),
      };
    if (!told && used !== undefined && limit !== undefined)
      return { verdict: 'unknown', summary: say('now-fine', { used, limit }), evidence };
    if (!told) return { verdict: 'unknown', summary: say('not-told'), evidence };
    if (told.verdict === 'ok') return { ...told, summary: say('ok', { used, limit }), evidence };
    return { ...told, evidence, remedies: told.verdict === 'past' ? [] : remediesOf(context, say) };
  },
});

/** Twice as much, never more than a quarter of the memory: 4 KiB per page. */
function remediesOf(context: Context, say: Speak): Remedy[] {
  const look = investigate(say('find'), ['ss -uanpm'], 'application-owner', ['cat /proc/net/sockstat']);
  const pages = threeNumbersOf(context, 'net.ipv4.udp_mem');
  const total = context.latest('meminfo')?.value.get('MemTotal');
  const bound = total ? Number(total.value) / 4096 / 4 : 0;
  if (!pages) return [look];
  const [least, pressure, most] = pages;
  if (most * 2 > bound) return [look];
  return [
    look,
    ...changeSetting(context, {
      key: 'net.ipv4.udp_mem',
      to: `${least} ${pressure * 2} ${most * 2}`,
      sideEffects: say('memory'),
      verify: ['cat /proc/net/sockstat'],
    }),
  ];
}
