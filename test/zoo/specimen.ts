/** A hostile input of the zoo: what it is called, how it is made, and what must happen when it is reported on. */
export interface ZooArchive {
  name: string;
  /** One after the other, so that gigabytes need no memory. */
  bytes: () => Iterable<Uint8Array>;
  /** Exit status of `dropcause report`: 0 all was read, 3 a part, 2 nothing of use. */
  exit: 0 | 2 | 3;
  /** Ids of notes that the report holds, without "input/". */
  notes?: readonly string[];
  /** The counter of the harmless part is read, and no forged one. Else nothing is known of the host. */
  intact: boolean;
}

/** The harmless part: what stands beside the hostile one is read. */
export const intact = { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 4711\n' };
/** What would be believed if the hostile entry took the place of the harmless one. */
export const forged = 'Ip: InReceives\nIp: 666\n';
