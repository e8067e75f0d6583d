import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'tcp-min-ttl-drop',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.TCPMinTTLDrop'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tcp-auth',
  texts: {
    title: 'Segments dropped for a low TTL',
    why:
      'A program may ask the kernel to take only segments that come from nearby (IP_MINTTL, IPV6_MINHOPCOUNT): BGP with ' +
      '"ttl-security" wants a TTL of 255 or little less, which nobody can forge from afar. Segments with less are dropped ' +
      'without an answer. When a router more stands between the peers, or the peer does not send with 255, the session ' +
      'never comes up and looks as if a firewall were in the way.',
    problem: '{n} segments dropped for a low TTL[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect: '{n} segments dropped for a low TTL since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} segments dropped for a low TTL since boot, none in the {flat:duration} between the captures',
    ok: 'no segment was dropped for a low TTL',
    'compare-ttl':
      'Compare the TTL that arrives with the one that the socket asks for (ttl-security hops N: 255 - N + 1), and count the routers between: both ends need the setting',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_rcv', 'net/ipv6/tcp_ipv6.c: tcp_v6_rcv', 'RFC 5082'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['TcpExt.TCPMinTTLDrop'], perConnection: true });
    if (!told) return nothingPrinted('TcpExt.TCPMinTTLDrop');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const inside = (command: string) => inNamespace(context.netns, command);
    const commands = ["tcpdump -nn -v -c 20 'tcp port 179'", 'nstat -az TcpExtTCPMinTTLDrop'].map(inside);
    return { ...told, remedies: [investigate(say('compare-ttl'), commands, 'network', commands.slice(1))] };
  },
});
