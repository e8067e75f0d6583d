import type { Context } from '../causes/cause.ts';
import type { Message, Remedy } from '../model.ts';
import { filterManagerOf, savingFilter } from './distribution.ts';
import { inNamespace, quote, sh } from './shell.ts';

/** The chain, and the place in it, before which the port is to be opened. */
export interface Place {
  tool: string;
  table: string;
  chain: string;
  position: number;
}

/** Lets one port of this host in, with the tool that keeps the rules here: now, and for good. */
export function openPort(context: Context, protocol: string, port: number, place: Place): Remedy[] {
  const args = { protocol, port };
  const { now, undo, persist } = commandsOf(context, protocol, port, place);
  const verify = [inNamespace(context.netns, listing(place))];
  const about: Pick<Remedy, 'verify' | 'sideEffects' | 'risk' | 'who'> = {
    verify,
    sideEffects: message('opens-to-all', args),
    risk: 'weakens-protection',
    who: 'admin',
  };
  return [
    { when: 'now', what: message('open-port', args), commands: now, undo, ...about },
    { when: 'persist', what: message('keep-rules', args), commands: persist, undo: [], ...about },
  ];
}

const message = (id: string, args: Message['args']): Message => ({ id: `common/${id}`, args });

/** Rules with counters: the new one must count, the old one stop counting. */
function listing({ tool, table, chain }: Place): string {
  return tool === 'nft'
    ? `nft list chain ${chainWords(table, chain)}`
    : sh`${tool} -t ${table} -nvxL ${chain} --line-numbers`;
}

/** nft takes family, table and chain as three words. */
function chainWords(table: string, chain: string): string {
  return [...table.split(' '), chain].map(quote).join(' ');
}

function commandsOf(context: Context, protocol: string, port: number, place: Place) {
  const manager = filterManagerOf(context);
  const inside = (command: string) => inNamespace(context.netns, command);
  if (context.netns === '' && manager === 'firewalld') {
    const opened = sh`--add-port=${port}/${protocol}`;
    const closed = sh`firewall-cmd --remove-port=${port}/${protocol}`;
    return {
      now: [`firewall-cmd ${opened}`],
      undo: [closed],
      persist: [`firewall-cmd --permanent ${opened}`],
    };
  }
  if (context.netns === '' && manager === 'ufw') {
    const allow = sh`ufw allow ${port}/${protocol}`;
    return { now: [allow], undo: [sh`ufw delete allow ${port}/${protocol}`], persist: [allow] };
  }
  const { tool, table, chain, position } = place;
  const persist = savingFilter(context, tool);
  if (tool === 'nft') {
    const words = chainWords(table, chain);
    const list = inside(`nft -a list chain ${words}`);
    const now = [
      inside(
        `nft insert rule ${words} ${quote(protocol)} dport ${port} counter accept comment '"dropcause"'`,
      ),
    ];
    const handle = `$(${list} | sed -n 's/.*comment "dropcause".*handle //p')`;
    return { now, undo: [inside(`nft delete rule ${words} handle ${handle}`)], persist };
  }
  const rule = sh`-p ${protocol} --dport ${port} -j ACCEPT`;
  const now = [inside(sh`${tool} -t ${table} -I ${chain} ${position} ` + rule)];
  return { now, undo: [inside(sh`${tool} -t ${table} -D ${chain} ` + rule)], persist };
}
