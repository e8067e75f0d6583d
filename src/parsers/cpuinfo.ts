import type { Line } from '../model.ts';
import { cpusOfList } from './cpu-list.ts';
import { count, fraction, present } from './numbers.ts';
import { defineParser } from './parser.ts';

export interface CpuInfo {
  /** Logical CPUs online. */
  processors: number;
  /** Physical packages, where told. */
  sockets?: number;
  model?: string;
  /** Of the first CPU, at that moment. */
  mhz?: number;
  /** True: the CPU says that it is virtual (flag 'hypervisor'). */
  hypervisor?: boolean;
  /** 'KVM', 'VMware', 'Microsoft', 'Xen' (lscpu). */
  hypervisorVendor?: string;
  numaNodes?: number;
  /** CPUs of each memory node (lscpu). */
  nodeCpus?: Map<number, { cpus: number[]; line: Line }>;
  line: Line;
}

/**
 * /proc/cpuinfo: 'key : value', a paragraph per CPU. ARM names the model only in 'Hardware', s390x prints 'processor 0:'
 * and POWER 'cpu'. Source: arch/*\/kernel/cpu/proc.c.
 */
export const procCpuinfo = defineParser<CpuInfo>({
  name: '/proc/cpuinfo',
  reads: /^\/proc\/cpuinfo$/,
  parse(file) {
    const packages = new Set<string>();
    const info: Partial<CpuInfo> & { processors: number } = { processors: 0 };
    for (const line of file.lines) {
      const [, key = '', value = ''] =
        /^([A-Za-z][\w #]{0,30}?)\s*:\s?(.*)$/.exec(line.text.slice(0, 8192)) ?? [];
      if (key === '') continue;
      info.line ??= line;
      if (key === 'processor' || /^processor \d+$/.test(key)) info.processors += 1;
      else if (key === 'physical id') packages.add(value);
      else if (key === 'model name' || key === 'cpu' || key === 'Hardware') info.model ??= value.trim();
      else if (key === 'cpu MHz' || key === 'clock')
        Object.assign(info, present({ mhz: info.mhz ?? fraction(value.replace('MHz', '').trim()) }));
      else if (key === 'flags') info.hypervisor ??= / hypervisor( |$)/.test(value);
    }
    if (info.line === undefined || info.processors === 0) return undefined;
    return { ...info, line: info.line, ...(packages.size > 0 ? { sockets: packages.size } : {}) };
  },
});

/** `lscpu`: 'CPU(s):   8', 'Hypervisor vendor:   KVM'. */
export const lscpu = defineParser<CpuInfo>({
  name: 'lscpu',
  reads: /^lscpu$/,
  parse(file) {
    const values = new Map<string, { value: string; line: Line }>();
    for (const line of file.lines) {
      const at = line.text.indexOf(':');
      if (at > 0) values.set(line.text.slice(0, at).trim(), { value: line.text.slice(at + 1).trim(), line });
    }
    const value = (key: string) => values.get(key)?.value;
    const nodeCpus: NonNullable<CpuInfo['nodeCpus']> = new Map();
    for (const [key, told] of values) {
      const node = /^NUMA node(\d{1,4}) CPU\(s\)$/.exec(key)?.[1];
      const cpus = node === undefined ? undefined : cpusOfList(told.value);
      if (cpus) nodeCpus.set(Number(node), { cpus, line: told.line });
    }
    const processors = count(value('CPU(s)'));
    const line = values.get('CPU(s)')?.line;
    if (processors === undefined || !line) return undefined;
    return {
      processors,
      ...present({
        sockets: count(value('Socket(s)')),
        model: value('Model name'),
        mhz: fraction(value('CPU MHz')),
        hypervisor: value('Hypervisor vendor') === undefined ? undefined : true,
        hypervisorVendor: value('Hypervisor vendor'),
        numaNodes: count(value('NUMA node(s)')),
        nodeCpus: nodeCpus.size > 0 ? nodeCpus : undefined,
      }),
      line,
    };
  },
});
