import type { CapturedFile, Wanted } from '../model.ts';
import { procNetBonding } from './bonding.ts';
import { bpftoolCgroup, bpftoolNet } from './bpf-programs.ts';
import { brctlShow, bridgeLink } from './bridge.ts';
import { cgroupCpu } from './cgroup-cpu.ts';
import { conntrackStatistics, procNetStatConntrack } from './conntrack-stats.ts';
import { conntrackTable } from './conntrack-table.ts';
import { cpupower, sysCpu, tunedProfile } from './cpu-power.ts';
import { procStat } from './cpu-stat.ts';
import { lscpu, procCpuinfo } from './cpuinfo.ts';
import { date, timedatectl } from './date.ts';
import { dropReasons } from './drop-reasons.ts';
import { ethtoolEee, ethtoolLink, ethtoolModule, ethtoolPrivFlags } from './ethtool-link.ts';
import * as ethtool from './ethtool-settings.ts';
import { ethtoolPhyStatistics, ethtoolStatistics } from './ethtool-statistics.ts';
import { firewalldZones } from './firewalld.ts';
import * as identity from './identity.ts';
import { ifconfigAddresses, ifconfigLinks, ifconfigStatistics } from './ifconfig.ts';
import { procNetIgmp } from './igmp.ts';
import { procInterrupts, procSoftirqs } from './interrupts.ts';
import { ipAddr, ipAddrLinks } from './ip-addr.ts';
import { ipLink } from './ip-link.ts';
import { ipStatsLink } from './ip-link-statistics.ts';
import { ipRoute } from './ip-route.ts';
import { ipRule } from './ip-rule.ts';
import { ipvs, ipvsStats } from './ip-vs.ts';
import { ipset } from './ipset.ts';
import { iptablesLegacyList, iptablesList, iptablesNftList } from './iptables-list.ts';
import { iptablesLegacySave, iptablesNftSave, iptablesSave } from './iptables-save.ts';
import { procIrqAffinity } from './irq-affinity.ts';
import { kernelLog } from './kernel-log.ts';
import { procLoadavg, procPressure, uptimeLoad } from './load.ts';
import { lspci } from './lspci.ts';
import { free, procMeminfo, procVmstat } from './memory.ts';
import { procNetNetstat, procNetSnmp } from './mib.ts';
import { lsmod, procModules } from './modules.ts';
import { procNetStatCache } from './neighbour-stats.ts';
import { arp, ipNeigh, procNetArp } from './neighbours.ts';
import { netstatSockets } from './netstat-an.ts';
import { netstatInterfaces } from './netstat-i.ts';
import { netstatStatistics } from './netstat-s.ts';
import { procNetNfqueue } from './nfnetlink-queue.ts';
import { nftRuleset } from './nft.ts';
import { nftJson } from './nft-json.ts';
import { nstat, nstatIncrease } from './nstat.ts';
import { packetCapture } from './packet-capture.ts';
import type { Parser } from './parser.ts';
import { procNetDev } from './proc-net-dev.ts';
import { procNetIfInet6 } from './proc-net-if-inet6.ts';
import { procNetSockets } from './proc-net-sockets.ts';
import { processes, procLimits } from './processes.ts';
import { procNetIpv6Route, procNetRoute, routeTable } from './route-tables.ts';
import { sar, topCpu, vmstatCommand } from './sar.ts';
import { procNetDevSnmp6, procNetSctpSnmp, procNetSnmp6, procNetTlsStat, procNetXfrmStat } from './snmp6.ts';
import { procNetSockstat, ssSummary } from './socket-summary.ts';
import { procNetSoftnetStat } from './softnet.ts';
import { procNetNetlink, procNetPacket } from './special-sockets.ts';
import { ss } from './ss.ts';
import { sysClassNet } from './sys-class-net.ts';
import { procSys, sysctlAll, sysctlConf } from './sysctl.ts';
import { tcFilter } from './tc-filter.ts';
import { tcClass, tcQdisc } from './tc-qdisc.ts';

/**
 * What can be known about a host, and every way to learn it, best first: where one capture answers in several ways,
 * the first is the one that causes see. A new source is one parser and its place here.
 */
export const parsers = {
  hostname: [identity.hostname, identity.kernelHostname, identity.unameHostname, identity.etcHostname],
  machineId: [identity.machineId],
  bootId: [identity.bootId],
  bootTime: [identity.bootTime],
  kernel: [identity.uname, identity.unameRelease, identity.procVersion, identity.osrelease],
  osRelease: [identity.osRelease, identity.redhatRelease],
  uptime: [identity.procUptime, identity.uptimeCommand],
  date: [date, timedatectl],
  mib: [
    procNetSnmp,
    procNetNetstat,
    procNetSnmp6,
    nstat,
    netstatStatistics,
    nstatIncrease,
    procNetXfrmStat,
    procNetTlsStat,
    procNetSctpSnmp,
  ],
  deviceMib: [procNetDevSnmp6],
  sysctl: [procSys, sysctlAll],
  sysctlFiles: [sysctlConf],

  linkStats: [ipStatsLink, procNetDev, ifconfigStatistics, netstatInterfaces],
  links: [ipLink, ipAddrLinks, ifconfigLinks],
  deviceAttributes: [sysClassNet],
  addresses: [ipAddr, ifconfigAddresses, procNetIfInet6],
  routes: [ipRoute, routeTable, procNetRoute, procNetIpv6Route],
  policyRules: [ipRule],
  neighbours: [ipNeigh, procNetArp, arp],
  neighbourStats: [procNetStatCache],

  sockets: [ss, procNetSockets, netstatSockets],
  socketSummary: [procNetSockstat, ssSummary],
  multicastGroups: [procNetIgmp],
  packetSockets: [procNetPacket],
  netlinkSockets: [procNetNetlink],

  softnet: [procNetSoftnetStat],
  interrupts: [procInterrupts],
  irqAffinity: [procIrqAffinity],
  softirqs: [procSoftirqs],
  cpuStat: [procStat],
  meminfo: [procMeminfo, free],
  loadavg: [procLoadavg, uptimeLoad],
  pressure: [procPressure],
  vmstat: [procVmstat],
  cpuinfo: [lscpu, procCpuinfo],
  cpuPower: [sysCpu, cpupower, tunedProfile],
  cgroupCpu: [cgroupCpu],
  processes: [processes],
  processLimits: [procLimits],
  sar: [sar, vmstatCommand, topCpu],
  lspci: [lspci],
  // Devices
  ethtoolStats: [ethtoolStatistics, ethtoolPhyStatistics],
  ethtoolDriver: [ethtool.ethtoolDriver],
  ethtoolRings: [ethtool.ethtoolRings],
  ethtoolChannels: [ethtool.ethtoolChannels],
  ethtoolOffloads: [ethtool.ethtoolOffloads],
  ethtoolCoalesce: [ethtool.ethtoolCoalesce],
  ethtoolPause: [ethtool.ethtoolPause],
  ethtoolLink: [ethtoolLink],
  ethtoolEee: [ethtoolEee],
  ethtoolPrivFlags: [ethtoolPrivFlags],
  ethtoolModule: [ethtoolModule],
  qdiscs: [tcQdisc],
  tcClasses: [tcClass],
  tcFilters: [tcFilter],
  bonding: [procNetBonding],
  bridges: [bridgeLink, brctlShow],
  bpfPrograms: [bpftoolNet, bpftoolCgroup],
  modules: [procModules, lsmod],
  // Packet filter and connection tracking
  firewall: [
    iptablesSave,
    iptablesNftSave,
    iptablesLegacySave,
    iptablesList,
    iptablesNftList,
    iptablesLegacyList,
    nftRuleset,
    nftJson,
    firewalldZones,
  ],
  ipsets: [ipset],
  nfqueues: [procNetNfqueue],
  ipvs: [ipvs],
  ipvsStats: [ipvsStats],
  conntrackStats: [procNetStatConntrack, conntrackStatistics],
  conntrackTable: [conntrackTable],
  // Logs
  kernelLog: [kernelLog],
  dropReasons: [dropReasons],
  packetCapture: [packetCapture],
} satisfies Record<string, readonly Parser<unknown>[]>;

export type Source = keyof typeof parsers;

/** What a source knows, once parsed. */
export type Value<S extends Source> = NonNullable<ReturnType<(typeof parsers)[S][number]['parse']>>;

/** A parsed file of one capture. A source with one file per device or namespace gives a list of these. */
export interface Fact<T> {
  value: T;
  /** Name of the parser that read it. */
  parser: string;
  file: CapturedFile;
  netns: string;
  /** Index into Report.captures. */
  capture: number;
}

/** A parser, and the source that it fills. */
export interface Reader {
  source: Source;
  parser: Parser<unknown>;
}

const readers: readonly Reader[] = (
  Object.entries(parsers) as [Source, readonly Parser<unknown>[]][]
).flatMap(([source, list]) => list.map((parser) => ({ source, parser })));
/** All of `reads` in one, so that the many entries that nobody reads cost one test. */
const anyReads = new RegExp(readers.map(({ parser }) => `(?:${parser.reads.source})`).join('|'));
/** The same names come in every namespace, capture and archive. */
const remembered = new Map<string, readonly Reader[]>();
const maxRemembered = 4000;

/** Who reads an origin, in the order of the table. */
export function readersOf(origin: string): readonly Reader[] {
  if (!anyReads.test(origin)) return [];
  const known = remembered.get(origin);
  if (known) return known;
  const found = readers.filter(({ parser }) => parser.reads.test(origin));
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(origin, found);
  return found;
}

/** Asked by the bundle reader for every entry: only files that some parser claims are kept. */
export function wanted(origin: string): Wanted | undefined {
  const found = readersOf(origin);
  if (found.length === 0) return undefined;
  const needles = found.flatMap(({ parser }) => parser.search ?? []);
  return needles.length > 0 ? { mode: 'search', needles } : { mode: 'whole' };
}
