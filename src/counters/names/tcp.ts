import type { Row } from './row.ts';

/** Tcp of /proc/net/snmp (RFC 4022). */
// biome-ignore format: a table, one name per line
export const tcpCounters = {
  'Tcp.ActiveOpens': ['tcp', 'out', 'good', 'conns', 'long', '<=2.6.29', 'connect() SYN sent'],
  'Tcp.PassiveOpens': ['tcp', 'in', 'good', 'conns', 'long', '<=2.6.29', 'connections accepted from LISTEN (Linux: child created)'],
  'Tcp.AttemptFails': ['tcp', 'in', 'context', 'conns', 'long', '<=2.6.29', 'handshakes that failed', 'connect-failures'],
  'Tcp.EstabResets': ['tcp', 'in', 'context', 'conns', 'long', '<=2.6.29', 'ESTAB/CLOSE_WAIT ended by reset', 'resets-received'],
  'Tcp.InSegs': ['tcp', 'in', 'good', 'segments', 'long', '<=2.6.29', 'segments in (after GRO), incl. errors'],
  'Tcp.OutSegs': ['tcp', 'out', 'good', 'segments', 'long', '<=2.6.29', 'segments out, without retransmissions (GSO counted per segment)'],
  'Tcp.RetransSegs': ['tcp', 'out', 'context', 'segments', 'long', '<=2.6.29', 'segments retransmitted', 'retransmission-high syn-retrans-high'],
  'Tcp.InErrs': ['tcp', 'in', 'bad', 'segments', 'long', '<=2.6.29', 'bad segments (checksum, header)', 'tcp-in-errors tcp-checksum'],
  'Tcp.OutRsts': ['tcp', 'out', 'context', 'segments', 'long', '<=2.6.29', 'RSTs we tried to send', 'reset-by-closed-port listen-abort-on-overflow'],
  'Tcp.InCsumErrors': ['tcp', 'in', 'bad', 'segments', 'long', '3.10', 'bad TCP checksum', 'tcp-checksum offload-checksum-bug'],
} as const satisfies Record<string, Row>;
