import type { InterfaceAddress } from '../../src/parsers/ip-addr.ts';
import { ipAddr, ipAddrLinks } from '../../src/parsers/ip-addr.ts';
import type { Link } from '../../src/parsers/ip-link.ts';
import type { Route } from '../../src/parsers/ip-route.ts';
import { ipRoute } from '../../src/parsers/ip-route.ts';
import type { Neighbour } from '../../src/parsers/neighbours.ts';
import { arp, ipNeigh, procNetArp } from '../../src/parsers/neighbours.ts';
import { netstatSockets } from '../../src/parsers/netstat-an.ts';
import { netstatInterfaces } from '../../src/parsers/netstat-i.ts';
import { netstatStatistics } from '../../src/parsers/netstat-s.ts';
import { procNetIfInet6 } from '../../src/parsers/proc-net-if-inet6.ts';
import { procNetSockets } from '../../src/parsers/proc-net-sockets.ts';
import { procNetIpv6Route, procNetRoute, routeTable } from '../../src/parsers/route-tables.ts';
import type { Socket, SocketTable } from '../../src/parsers/sockets.ts';
import { procNetPacket } from '../../src/parsers/special-sockets.ts';
import { ss } from '../../src/parsers/ss.ts';
import { withTruth } from '../truth.ts';
import type { Check, Comparison, Json, Reading } from './corpus.ts';
import { at, compareCorpus, entries, items, reading } from './corpus.ts';

const readings: Reading[] = [];
const add = <T>(comparison: Comparison<T>) => readings.push(reading(comparison));
const insights = (expected: Json, name: string, ...keys: string[]) =>
  at(expected, 'parsed_by_insights', name, 'data', ...keys);
const nameOf = (path: string) => path.split('/').at(-1) ?? '';
const portOf = ({ port, service }: Socket['local']) => service ?? (port === 0 ? '*' : String(port));
const unwrapped = (address: string) => address.replace(/^\[(.*)\]$/, '$1');

/** jc: one object per row, all tables of the file in one list. Rows of Internet sockets are compared in their order. */
function compareJcSockets(isOurs: (row: Json) => boolean) {
  return (expected: Json, table: SocketTable | undefined, check: Check) => {
    const rows = items(at(expected, 'jc')).filter(isOurs);
    if (rows.length > 0) check('rows', rows.length, table?.sockets.length);
    rows.forEach((row, i) => {
      const socket = table?.sockets[i];
      check(`${i} recv_q`, at(row, 'recv_q') ?? null, socket?.recvQ);
      if (socket?.sendQ !== undefined) check(`${i} send_q`, at(row, 'send_q') ?? null, socket.sendQ);
      const local = at(row, 'local_address');
      if (typeof local === 'string' && socket?.family !== 'other')
        check(`${i} local_address`, addressOf(local, socket), socket?.local.address);
      const port = at(row, 'local_port');
      if (typeof port === 'string' && socket) check(`${i} local_port`, port, portOf(socket.local));
      const peer = at(row, 'peer_port') ?? at(row, 'foreign_port');
      if (typeof peer === 'string' && socket) check(`${i} peer_port`, peer, portOf(socket.peer));
      const pid = at(row, 'pid');
      if (typeof pid === 'number' && socket?.family !== 'other') check(`${i} pid`, pid, socket?.pid);
    });
  };
}

/** '*' as the family's any, '%lo' apart: what ours makes of an address. */
function addressOf(text: string, socket: Socket | undefined): string {
  const bare = unwrapped(text.replace(/%.*$/, ''));
  return bare === '*' ? (socket?.family === 'inet6' ? '::' : '0.0.0.0') : bare;
}

const isNetstatRow = (row: Json) => at(row, 'kind') === 'network';
const isSsRow = (row: Json) => !String(at(row, 'netid')).startsWith('u_');

add({ format: 'ss', origin: 'ss -tuanp', parser: ss, compare: compareJcSockets(isSsRow) });
add({
  format: 'proc-net-tcp',
  origin: (path) => `/proc/net/${nameOf(path).replace(/^net_|_.*$/g, '')}`,
  parser: procNetSockets,
  compare: compareProcSockets,
});
add({
  format: 'proc-net-udp',
  origin: (path) => `/proc/net/${nameOf(path).replace(/^net_|_.*$/g, '')}`,
  parser: procNetSockets,
});
add({ format: 'proc-net-raw', origin: (path) => `/proc/net/${nameOf(path)}`, parser: procNetSockets });
add({ format: 'proc-net-icmp', origin: (path) => `/proc/net/${nameOf(path)}`, parser: procNetSockets });

function compareProcSockets(expected: Json, table: SocketTable | undefined, check: Check): void {
  items(at(expected, 'jc')).forEach((row, i) => {
    const socket = table?.sockets[i];
    check(`${i} local_address`, at(row, 'local_address') ?? null, socket?.local.address);
    check(`${i} local_port`, at(row, 'local_port') ?? null, socket?.local.port);
    check(`${i} remote_address`, at(row, 'remote_address') ?? null, socket?.peer.address);
    check(`${i} remote_port`, at(row, 'remote_port') ?? null, socket?.peer.port);
    check(`${i} uid`, at(row, 'uid') ?? null, socket?.uid);
    check(`${i} inode`, String(at(row, 'inode') ?? ''), socket?.inode ?? '0');
    check(`${i} rx_queue`, Number.parseInt(String(at(row, 'rx_queue')), 16), socket?.recvQ);
  });
}

const isSocketTable = (path: string) => !/netstat-(i|rnee|rn)\.out$|NETSTAT_S_W/.test(path);
const netstatOrigin = (path: string) =>
  path.includes('rnee')
    ? 'netstat -rnee'
    : path.endsWith('netstat-i.out')
      ? 'netstat -i'
      : path.includes('S_W')
        ? 'netstat -s -w'
        : 'netstat -neopa';
add({
  format: 'netstat-table',
  origin: netstatOrigin,
  parser: netstatSockets,
  skip: (path) => !isSocketTable(path),
  compare(expected, table, check, path) {
    compareJcSockets(isNetstatRow)(expected, table, check);
    const rows = items(
      at(
        expected,
        'parsed_by_insights',
        'Netstat',
        'datalist',
        'Active Internet connections (servers and established)',
      ),
    );
    if (
      at(expected, 'parsed_by_insights', 'Netstat', 'raises') !== undefined &&
      path.includes('NO_LOCAL_ADDR_COLON')
    )
      check('raises', null, table);
    rows.forEach((row, i) => {
      const socket = table?.sockets[i];
      const [port = ''] = String(at(row, 'Local Address')).split(':').slice(-1);
      check(`${i} Local Address`, port, socket ? portOf(socket.local) : undefined);
      if (at(row, 'State') !== '') check(`${i} State`, at(row, 'State') ?? null, socket?.state);
      check(`${i} Inode`, String(at(row, 'Inode')), socket?.inode ?? '0');
      const [, pid, program] = /^(\d+)\/(.*)$/.exec(String(at(row, 'PID/Program name'))) ?? [];
      if (pid === undefined) return;
      check(`${i} PID`, Number(pid), socket?.pid);
      check(`${i} Program`, program ?? null, socket?.process);
    });
  },
});
add({
  format: 'netstat-table',
  origin: netstatOrigin,
  parser: netstatInterfaces,
  skip: (path) => !path.endsWith('netstat-i.out'),
  compare(expected, devices, check) {
    for (const row of items(at(expected, 'jc'))) {
      const found = devices?.find(({ device }) => device === at(row, 'iface'));
      for (const [key, name] of [
        ['rx_ok', 'rx_packets'],
        ['rx_err', 'rx_errs'],
        ['rx_drp', 'rx_drop'],
        ['rx_ovr', 'rx_fifo'],
        ['tx_ok', 'tx_packets'],
        ['tx_drp', 'tx_drop'],
      ] as const) {
        check(
          `${String(at(row, 'iface'))} ${key}`,
          at(row, key) ?? null,
          found?.counters.get(`dev.${name}`)?.value,
        );
      }
    }
  },
});
add({
  format: 'netstat-table',
  origin: netstatOrigin,
  parser: netstatStatistics,
  skip: (path) => !path.includes('S_W'),
});
add({
  format: 'netstat-table',
  origin: netstatOrigin,
  parser: routeTable,
  skip: (path) => !path.includes('rnee'),
  compare: compareRoutes,
});
add({ format: 'route', origin: 'route -n', parser: routeTable, compare: compareRoutes });
add({ format: 'proc-net-route', origin: '/proc/net/route', parser: procNetRoute });

function compareRoutes(expected: Json, routes: Route[] | undefined, check: Check): void {
  const rows = [...items(at(expected, 'jc')), ...items(insights(expected, 'Route'))];
  check('rows', rows.length, routes?.length);
  rows.forEach((row, i) => {
    const route = routes?.[i];
    const get = (...keys: string[]) => keys.map((key) => at(row, key)).find((value) => value !== undefined);
    const any = route?.family === 'inet6' ? '::' : '0.0.0.0';
    const [destination = '', length] = String(get('destination', 'Destination'))
      .replace(/^(default|\[::\])/, any)
      .split('/');
    check(`${i} destination`, destination, route?.destination);
    if (length !== undefined) check(`${i} length`, Number(length), route?.prefixLength);
    const gateway = String(get('gateway', 'Gateway', 'next_hop'));
    check(`${i} gateway`, [any, '*', '[::]'].includes(gateway) ? null : gateway, route?.nexthops[0]?.gateway);
    const device = get('iface', 'Iface');
    check(`${i} iface`, device ?? null, route?.nexthops[0]?.device);
    check(`${i} metric`, get('metric', 'Metric') ?? null, route?.metric);
  });
}

add({
  format: 'ip-route',
  origin: 'ip route show table all',
  parser: ipRoute,
  compare(expected, routes, check) {
    items(at(expected, 'jc')).forEach((row, i) => {
      const route = routes?.[i];
      check(
        `${i} ip`,
        at(row, 'ip') ?? null,
        route &&
          (route.prefixLength === 0
            ? 'default'
            : route.prefixLength === 32
              ? route.destination
              : `${route.destination}/${route.prefixLength}`),
      );
      check(`${i} via`, at(row, 'via') ?? null, route?.nexthops[0]?.gateway);
      check(`${i} dev`, at(row, 'dev') ?? null, route?.nexthops[0]?.device);
      check(`${i} proto`, at(row, 'proto') ?? null, route?.protocol);
      check(`${i} scope`, at(row, 'scope') ?? null, route?.scope);
      check(`${i} src`, at(row, 'src') ?? null, route?.source);
      check(`${i} metric`, at(row, 'metric') ?? null, route?.metric);
    });
  },
});
add({
  format: 'proc-net-ipv6_route',
  origin: '/proc/net/ipv6_route',
  parser: procNetIpv6Route,
  compare(expected, routes, check) {
    items(at(expected, 'jc')).forEach((row, i) => {
      check(
        `${i} dest_prefix`,
        Number.parseInt(String(at(row, 'dest_prefix')), 16),
        routes?.[i]?.prefixLength,
      );
      check(`${i} metric`, Number.parseInt(String(at(row, 'metric')), 16), routes?.[i]?.metric);
      check(`${i} device`, at(row, 'device') ?? null, routes?.[i]?.nexthops[0]?.device);
    });
  },
});
add({
  format: 'proc-net-if_inet6',
  origin: '/proc/net/if_inet6',
  parser: procNetIfInet6,
  compare(expected, addresses, check) {
    items(at(expected, 'jc')).forEach((row, i) => {
      check(`${i} name`, at(row, 'name') ?? null, addresses?.[i]?.device);
      check(`${i} prefix`, Number.parseInt(String(at(row, 'prefix')), 16), addresses?.[i]?.prefixLength);
    });
  },
});
add({
  format: 'proc-net-packet',
  origin: '/proc/net/packet',
  parser: procNetPacket,
  compare(expected, sockets, check) {
    const row = at(expected, 'jc') ?? null;
    check('Proto', Number.parseInt(String(at(row, 'Proto')), 16), sockets?.[0]?.protocol);
    check('Iface', at(row, 'Iface') ?? null, sockets?.[0]?.ifindex);
    check('Rmem', at(row, 'Rmem') ?? null, sockets?.[0]?.rmem);
    check('User', at(row, 'User') ?? null, sockets?.[0]?.uid);
    check('Inode', String(at(row, 'Inode')), sockets?.[0]?.inode);
  },
});
add({ format: 'proc-net-arp', origin: '/proc/net/arp', parser: procNetArp });
add({
  format: 'arp',
  origin: 'arp -an',
  parser: arp,
  compare(expected, neighbours, check) {
    items(at(expected, 'jc')).forEach((row, i) => {
      const mac = at(row, 'hwaddress') ?? at(row, 'mac_address') ?? null;
      check(`${i} address`, at(row, 'address') ?? null, neighbours?.[i]?.address);
      check(`${i} hwaddress`, mac, neighbours?.[i]?.lladdr);
      check(`${i} iface`, at(row, 'iface') ?? null, neighbours?.[i]?.device);
    });
  },
});
add({ format: 'ip-neigh', origin: 'ip neigh show', parser: ipNeigh, compare: compareNeighbours });

function compareNeighbours(expected: Json, neighbours: Neighbour[] | undefined, check: Check): void {
  for (const name of ['ip.IpNeighShow', 'ip.Ipv4Neigh', 'ip.Ipv6Neigh']) {
    for (const [address, row] of entries(insights(expected, name))) {
      const found = neighbours?.find((each) => each.address === address);
      check(`${address} dev`, at(row, 'dev') ?? null, found?.device);
      check(`${address} lladdr`, at(row, 'lladdr') ?? null, found?.lladdr);
      check(`${address} nud`, at(row, 'nud') ?? null, found?.state);
    }
    const all = at(expected, 'parsed_by_insights', name);
    if (all !== undefined && entries(insights(expected, name)).length === 0)
      check('nothing', null, neighbours);
  }
}

add({
  format: 'ip-addr',
  origin: 'ip addr',
  parser: ipAddr,
  compare(expected, addresses: InterfaceAddress[] | undefined, check) {
    for (const [device, row] of entries(insights(expected, 'ip.IpAddr'))) {
      const ours = addresses?.filter((each) => each.device === device) ?? [];
      const rows = items(at(row, 'data', 'addr'));
      check(`${device} addresses`, rows.length, ours.length);
      rows.forEach((address, i) => {
        const own = at(address, 'local_addr') ?? at(address, 'addr') ?? null;
        check(`${device} ${i} addr`, own, ours[i]?.address);
        check(`${device} ${i} mask`, String(at(address, 'mask')), String(ours[i]?.prefixLength));
      });
    }
  },
});
add({
  format: 'ip-addr',
  origin: 'ip addr',
  parser: ipAddrLinks,
  compare(expected, links: Link[] | undefined, check) {
    for (const [device, row] of entries(insights(expected, 'ip.IpAddr'))) {
      const found = links?.find(({ name }) => name === device);
      for (const [key, field] of [
        ['index', 'ifindex'],
        ['mtu', 'mtu'],
        ['qdisc', 'qdisc'],
        ['state', 'operstate'],
        ['master', 'master'],
        ['qlen', 'qlen'],
        ['type', 'type'],
        ['flags', 'flags'],
      ] as const) {
        const value = at(row, 'data', key);
        if (value !== undefined) check(`${device} ${key}`, value, found?.[field]);
      }
    }
  },
});

const route6 = 'kellyjonbrazil__jc/centos-7.7/route-6-n.out';
const largest = 'The metric is unsigned, and -1 how route prints 2^32-1.';
const emptyRow = 'jc makes a row of the empty line at the end.';
const justified: Record<string, string> = {
  [`${route6} 14 metric`]: largest,
  [`${route6} 20 metric`]: largest,
  [`${route6} rows`]: emptyRow,
  [`${route6} 21 destination`]: emptyRow,
  [`${route6} 21 gateway`]: emptyRow,
};

withTruth('corpus', (folder) => compareCorpus(folder, readings, justified));
