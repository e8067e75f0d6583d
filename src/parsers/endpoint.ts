import type { Endpoint } from './sockets.ts';

/** Ports that tools print by name when -n was not given, and that a diagnosis meets (IANA service names). */
const services = new Map<string, number>([
  ['ftp', 21],
  ['ssh', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['domain', 53],
  ['bootps', 67],
  ['bootpc', 68],
  ['tftp', 69],
  ['http', 80],
  ['kerberos', 88],
  ['pop3', 110],
  ['sunrpc', 111],
  ['ntp', 123],
  ['netbios-ns', 137],
  ['netbios-dgm', 138],
  ['netbios-ssn', 139],
  ['imap', 143],
  ['imap2', 143],
  ['snmp', 161],
  ['snmptrap', 162],
  ['bgp', 179],
  ['ldap', 389],
  ['https', 443],
  ['microsoft-ds', 445],
  ['syslog', 514],
  ['dhcpv6-client', 546],
  ['dhcpv6-server', 547],
  ['ipp', 631],
  ['ldaps', 636],
  ['domain-s', 853],
  ['rsync', 873],
  ['imaps', 993],
  ['pop3s', 995],
  ['ms-sql-s', 1433],
  ['ssdp', 1900],
  ['nfs', 2049],
  ['etcd-client', 2379],
  ['etcd-server', 2380],
  ['mysql', 3306],
  ['ms-wbt-server', 3389],
  ['sip', 5060],
  ['mdns', 5353],
  ['postgresql', 5432],
  ['amqp', 5672],
  ['x11', 6000],
  ['redis', 6379],
  ['http-alt', 8080],
  ['webcache', 8080],
]);

/**
 * An address as ss and netstat print it: '0.0.0.0:22', '[::1]:80', ':::22', '*:*', '127.0.0.53%lo:53',
 * '[fe80::1]%eth0:546', 'localhost:ssh'. A lone '*' is given as it is: its family depends on the tool.
 */
export function endpoint(text: string): Endpoint {
  const at = text.lastIndexOf(':');
  const port = at < 0 ? '' : text.slice(at + 1);
  const [host = '', device] = (at < 0 ? text : text.slice(0, at)).split('%');
  const [bare = '', zone] = host.replace(/^\[(.*)\]$/, '$1').split('%');
  return {
    address: bare,
    ...portOf(port),
    ...((device ?? zone) === undefined ? {} : { device: (device ?? zone ?? '').replace(/\]$/, '') }),
  };
}

function portOf(text: string): Pick<Endpoint, 'port' | 'service'> {
  if (text === '*' || text === '') return { port: 0 };
  if (/^\d{1,5}$/.test(text)) return { port: Number(text) };
  const port = services.get(text);
  return port === undefined ? { service: text } : { port, service: text };
}
