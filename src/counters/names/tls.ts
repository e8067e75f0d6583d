import type { Row } from './row.ts';

/** /proc/net/tls_stat (kernel TLS). Source: net/tls/tls_proc.c. */
// biome-ignore format: a table, one name per line
export const tlsCounters = {
  'Tls.TlsTxSw': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: TxSw'],
  'Tls.TlsRxSw': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxSw'],
  'Tls.TlsTxDevice': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: TxDevice'],
  'Tls.TlsRxDevice': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxDevice'],
  'Tls.TlsDecryptError': ['tcp', 'both', 'bad', 'events', 'long', '<=7.2', 'kTLS: DecryptError'],
  'Tls.TlsRxDeviceResync': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxDeviceResync'],
  'Tls.TlsDecryptRetry': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: DecryptRetry'],
  'Tls.TlsRxNoPadViolation': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxNoPadViolation'],
  'Tls.TlsRxRekeyOk': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxRekeyOk'],
  'Tls.TlsRxRekeyError': ['tcp', 'both', 'bad', 'events', 'long', '<=7.2', 'kTLS: RxRekeyError'],
  'Tls.TlsTxRekeyOk': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: TxRekeyOk'],
  'Tls.TlsTxRekeyError': ['tcp', 'both', 'bad', 'events', 'long', '<=7.2', 'kTLS: TxRekeyError'],
  'Tls.TlsRxRekeyReceived': ['tcp', 'both', 'good', 'events', 'long', '<=7.2', 'kTLS: RxRekeyReceived'],
} as const satisfies Record<string, Row>;
