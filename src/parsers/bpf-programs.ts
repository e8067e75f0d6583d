/**
 * BPF programs that see packets: `bpftool net [list]` by device and hook, `bpftool cgroup tree` by cgroup.
 * Source: tools/bpf/bpftool/net.c, cgroup.c (4.20 to 7.2).
 */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser } from './parser.ts';

export interface BpfProgram {
  /** 'xdp', 'tc', 'flow_dissector', 'netfilter'; of a cgroup its attach type: 'cgroup_inet_ingress', 'ingress'. */
  hook: string;
  device: string | undefined;
  /** 'generic' runs after the driver, 'driver' in it, 'offload' in the NIC; of tc 'clsact/ingress', 'tcx/egress'. */
  mode: string | undefined;
  cgroup: string | undefined;
  id: number | undefined;
  name: string | undefined;
  line: Line;
}

const section = /^(xdp|tc|tcx|netkit|flow_dissector|netfilter)( \(.*\))?:\s*$/;
/** 'eth0(2) driver id 12', 'eth0(2) clsact/ingress name id 123', 'eth0(2) tcx/ingress name prog_id 3 link_id 2'. */
const attached =
  /^\s*(?:\[\d+\]\s*)?([^\s()]+)\(\d+\)\s+(\S+)(?:\s+(?!id\b|prog_id\b)(\S+))?(?:.*?\b(?:prog_)?id\s+(\d+))?/;

function parseNet(file: CapturedFile): BpfProgram[] | undefined {
  const programs: BpfProgram[] = [];
  let hook: string | undefined;
  for (const line of file.lines) {
    const heading = section.exec(line.text)?.[1];
    const found = attached.exec(line.text);
    if (heading !== undefined) hook = heading;
    else if (hook !== undefined && found) {
      const [, device, mode, name, id] = found;
      programs.push({
        hook,
        device,
        mode,
        cgroup: undefined,
        id: id === undefined ? undefined : Number(id),
        name,
        line,
      });
    }
  }
  // The titles alone are an answer: nothing is attached.
  return hook === undefined ? undefined : programs;
}

export const bpftoolNet = defineParser<BpfProgram[]>({
  name: 'bpftool net',
  reads: /^bpftool net(?: (?:list|show))?$/,
  parse: parseNet,
});

function parseCgroups(file: CapturedFile): BpfProgram[] | undefined {
  const programs: BpfProgram[] = [];
  let cgroup: string | undefined;
  let header = false;
  for (const line of file.lines) {
    const found = /^\s+(\d+)\s+(\S+)\s*(?:(multi|override)\s+)?(\S+)?\s*$/.exec(line.text);
    if (line.text.startsWith('CgroupPath')) header = true;
    else if (line.text.startsWith('/')) cgroup = line.text.trim();
    else if (found) {
      const [, id, hook = '', mode, name] = found;
      programs.push({ hook, device: undefined, mode, cgroup, id: Number(id), name, line });
    }
  }
  return header ? programs : undefined;
}

export const bpftoolCgroup = defineParser<BpfProgram[]>({
  name: 'bpftool cgroup tree',
  reads: /^bpftool cgroup (?:tree|show|list)\b/,
  parse: parseCgroups,
});
