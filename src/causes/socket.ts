import type { LocalSocket } from '../host/sockets.ts';
import { capturesWhere, describeSocket, socketHistory } from '../host/sockets.ts';
import type { Instance, Message, Severity } from '../model.ts';
import type { Context } from './cause.ts';
import { cite } from './cause.ts';
import { citeCounter, instance, movementOf } from './grade.ts';

/** What is known of a socket when its instance is told. */
export interface SocketHistory {
  /** Packets that it dropped, in the window where they rise, else since it was opened; undefined: none, or not shown. */
  dropped: bigint | undefined;
  /** In how many of the captures that show sockets it was at its limit. */
  times: number;
  captures: number;
}

export interface SocketJudge {
  /** Its buffer or queue is full. */
  atLimit: (socket: LocalSocket) => boolean;
  /** Of a socket that is at its limit in the newest capture. */
  severity: Severity;
  tell: (socket: LocalSocket, history: SocketHistory) => Message;
}

/** Sockets that are or were at their limit, or dropped something; what drops most comes first. */
export function socketInstances(
  context: Context,
  sockets: readonly LocalSocket[],
  judge: SocketJudge,
): Instance[] {
  const captures = socketHistory(context);
  const found = sockets.flatMap((socket): Instance[] => {
    const times = capturesWhere(context, socket, judge.atLimit);
    const drops = movementOf([socket.dropped]);
    const dropped = drops !== undefined && drops.n > 0n ? drops.n : undefined;
    if (times === 0 && dropped === undefined) return [];
    const now = judge.atLimit(socket);
    const summary = judge.tell(socket, { dropped, times, captures: captures.length });
    const told = {
      verdict: times > 0 ? ('problem' as const) : (drops?.verdict ?? ('suspect' as const)),
      severity: now ? judge.severity : times > 0 ? ('high' as const) : (drops?.severity ?? ('low' as const)),
      ...(drops?.rate === undefined ? {} : { rate: drops.rate }),
    };
    const evidence = [cite(socket.line, summary), ...(socket.dropped ? [citeCounter(socket.dropped)] : [])];
    const scope = { netns: context.netns, socket: socket.name };
    return [instance(told, { subject: describeSocket(socket), scope, summary, evidence })];
  });
  return found.sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
}
