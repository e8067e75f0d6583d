import { inNamespace } from '../host/shell.ts';
import { agreementOn } from '../host/tcp-info.ts';
import type { Evidence, Message, MessageArgument } from '../model.ts';
import type { Conclusion, Context } from './cause.ts';
import { cite } from './cause.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

/** An option of TCP that both ends must want, and the setting that says whether this one does. */
interface TcpOption {
  key: string;
  option: 'sack' | 'wscale';
  /** Shows what connections agreed on. */
  verify: string;
  missing: Message;
  agreed: Sentence;
  ok: Sentence;
  refused: Sentence;
  look: Message;
}

type Sentence = (args: Record<string, MessageArgument | undefined>) => Message;

/** What is to be said while the option is on; `off`: what a cause needs for what follows where it is not. */
export function whileOn(
  context: Context,
  { key, option, verify: command, ...says }: TcpOption,
): { told: Conclusion } | { off: { evidence: Evidence[]; verify: string[] } } {
  const setting = context.setting(key);
  if (!setting) return { told: { verdict: 'unknown', summary: says.missing } };
  const agreed = agreementOn(context, option);
  const args = { n: agreed?.n, all: agreed?.all, peers: agreed?.peers };
  const evidence = [
    ...citeSetting(setting),
    ...(agreed ? [cite(agreed.line, says.agreed({ n: agreed.n, all: agreed.all }))] : []),
  ];
  const verify = [inNamespace(context.netns, command)];
  if (setting.value.trim() === '0') return { off: { evidence, verify } };
  if (!agreed?.refused) return { told: { verdict: 'ok', summary: says.ok(args), evidence } };
  const commands = [inNamespace(context.netns, "tcpdump -nnv -c 20 'tcp[tcpflags] & tcp-syn != 0'")];
  return {
    told: {
      verdict: 'risk',
      severity: 'low',
      certainty: 'likely',
      summary: says.refused(args),
      evidence,
      remedies: [investigate(says.look, commands, 'network', verify)],
    },
  };
}
