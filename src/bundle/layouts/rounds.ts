/**
 * `while sleep 1; do netstat -s | grep ...; done`: one question, answered again and again without a word between. Only
 * of counters, which tell by rising that they are the same ones later.
 */

const LF = 10;
const counting = /^(?:nstat|netstat .*-[a-zA-Z]*s)/;

/** 'n segments received', 'TCPTimeouts: n', 'TcpExtTCPTimeouts n', 'Tcp:'. */
const counter = /^n |^\S+:? +n$|^\w+:$/;

export interface Round {
  bytes: Uint8Array;
  /** Lines before it. */
  skipped: number;
}

interface Row {
  start: number;
  /** The line without its numbers. */
  words: string;
  values: bigint[];
}

/** The answer's rounds; itself where it is one. */
export function roundsOf(origin: string, bytes: Uint8Array): Round[] {
  const whole = [{ bytes, skipped: 0 }];
  if (!counting.test(origin)) return whole;
  const rows = rowsOf(bytes);
  const first = rows.find(({ words }) => counter.test(words));
  const heads = rows.flatMap(({ words }, at) => (words === first?.words ? [at] : []));
  const rounds = heads.map((at, i) => rows.slice(at, heads[i + 1]).filter(({ words }) => words !== ''));
  const later = rounds.slice(1).map((round, i) => isLater(round, rounds[i] ?? []));
  if (later.length === 0 || later.includes(undefined) || !later.includes(true)) return whole;
  return heads.map((at, i) => ({
    bytes: bytes.subarray(rows[at]?.start, rows[heads[i + 1] ?? rows.length]?.start),
    skipped: at,
  }));
}

/** Undefined: not the same counters, or some fell. False: none moved. */
function isLater(round: readonly Row[], before: readonly Row[]): boolean | undefined {
  if (round.map(({ words }) => words).join('\n') !== before.map(({ words }) => words).join('\n'))
    return undefined;
  const [now, then] = [round, before].map((rows) => rows.flatMap(({ values }) => values));
  if (now?.length !== then?.length || now?.some((value, i) => value < (then?.[i] ?? 0n))) return undefined;
  return now?.some((value, i) => value > (then?.[i] ?? 0n));
}

function rowsOf(bytes: Uint8Array): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found + 1;
    const text = new TextDecoder().decode(bytes.subarray(start, end)).trim();
    // The average rate that nstat prints in its last column is no counter.
    const counted = text.replace(/\s\d+\.\d+$/, '');
    const values = [...counted.matchAll(/(?<![\w.])\d{1,20}(?![\w.])/g)].map(([digits]) => BigInt(digits));
    rows.push({ start, words: counted.replaceAll(/(?<![\w.])\d{1,20}(?![\w.])/g, 'n'), values });
    start = end;
  }
  return rows;
}
