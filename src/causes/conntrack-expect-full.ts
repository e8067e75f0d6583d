import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const key = 'net.netfilter.nf_conntrack_expect_max';

export default defineCause({
  id: 'conntrack-expect-full',
  layer: 'conntrack',
  per: 'netns',
  needs: [['kernelLog', 'conntrack.expect_create']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'conntrack-table-full',
  texts: {
    title: 'Connection tracking: table of expected connections full',
    why:
      'Protocols such as FTP, SIP, TFTP, IRC and H.323 agree on further connections inside of a first one. A helper of ' +
      'connection tracking reads along and notes each as an expectation, so that the packet filter lets it in and NAT ' +
      'translates it. There is room for nf_conntrack_expect_max of them. When it is used up, the expectation is refused ' +
      'and the packet that announced it is dropped: logins work, while transfers or calls do not start.',
    'logged-now':
      'the kernel logged "expectation table full" between the captures[[; there is room for {max}]]',
    logged:
      'the kernel logged "expectation table full" {times} times[[, last {age:duration} before the capture]][[; there is room for {max}]]',
    unused: 'no helper has announced a connection since boot',
    silent:
      'the kernel log has no such message; it is the only sign of it, and does not reach back to boot for certain',
    'log-line': 'the kernel says so itself (rate-limited: there were more)',
    holders:
      'See for whom they wait: one client or server that announces connections and never opens them fills the table',
    more: 'Each expectation takes about 250 bytes of kernel memory, and the lookup gets slower with many of them.',
    watch: 'Watch it: conntrack -L expect | wc -l against nf_conntrack_expect_max.',
  },
  references: [
    'net/netfilter/nf_conntrack_expect.c: __nf_ct_expect_check',
    'https://docs.kernel.org/networking/nf_conntrack-sysctl.html: nf_conntrack_expect_max',
  ],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'conntrack-expect-full');
    const created = context.counters('conntrack.expect_create');
    if (!logged) {
      const unused = created.length > 0 && created.every(({ latest }) => latest.value === 0n);
      return unused
        ? { verdict: 'ok', summary: say('unused'), evidence: created.slice(0, 1).map(citeCounter) }
        : { verdict: 'unknown', summary: say('silent') };
    }
    const max = numberOf(context, key);
    const now = logged.verdict === 'problem';
    const verify = [inNamespace(context.netns, 'conntrack -L expect | wc -l')];
    const list = `conntrack -L expect 2>/dev/null | grep -o 'src=[^ ]* dst=[^ ]*' | sort | uniq -c | sort -rn | head`;
    return {
      verdict: logged.verdict,
      severity: now ? 'high' : 'medium',
      summary: say(now ? 'logged-now' : 'logged', { times: logged.count, age: logged.age, max }),
      evidence: [
        cite(logged.last.line, say('log-line')),
        ...created
          .filter(({ latest }) => latest.value > 0n)
          .slice(0, 4)
          .map(citeCounter),
        ...citeSetting(context.setting(key)),
      ],
      remedies: [
        investigate(say('holders'), [inNamespace(context.netns, list)], 'admin', verify),
        ...(max === undefined
          ? []
          : changeSetting(context, { key, to: Math.max(1024, 2 * max), sideEffects: say('more'), verify })),
      ],
      confirm: [say('watch')],
    };
  },
});
