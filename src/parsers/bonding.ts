/**
 * /proc/net/bonding/<bond>: 'label: value' lines; a 'Slave Interface' line starts the next slave. In 802.3ad mode the
 * state of the partner follows, which newer kernels indent. Source: drivers/net/bonding/bond_procfs.c (2.6.18 to 7.2).
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Told } from './identity.ts';
import { defineParser, integer } from './parser.ts';

export interface BondSlave {
  device: string;
  /** 'up', 'down', 'going down', 'going back'. */
  miiStatus: Told | undefined;
  /** Mb/s, and 'full' or 'half'; undefined where printed as unknown. */
  speed: bigint | undefined;
  duplex: 'full' | 'half' | undefined;
  failures: bigint | undefined;
  aggregator: string | undefined;
  /** All labels of the slave; 'port state' and 'system mac address' of actor and partner as 'partner/port state'. */
  fields: Map<string, Told>;
  line: Line;
}

export interface Bond {
  device: string;
  /** 'IEEE 802.3ad Dynamic link aggregation', 'fault-tolerance (active-backup)'. */
  mode: string | undefined;
  miiStatus: Told | undefined;
  activeSlave: Told | undefined;
  /** LACP: 0 is a partner that never answered. */
  partnerMac: Told | undefined;
  activeAggregator: string | undefined;
  hashPolicy: Told | undefined;
  lacpRate: Told | undefined;
  slaves: BondSlave[];
  fields: Map<string, Told>;
  line: Line;
}

interface Block {
  slave: string | undefined;
  fields: Map<string, Told>;
  line: Line;
}

/** The bond's own lines, then one block per slave. */
function blocksOf(file: CapturedFile): Block[] {
  const blocks: Block[] = [];
  let part = '';
  for (const line of file.lines) {
    const at = line.text.indexOf(':');
    if (at < 0) continue;
    const label = line.text.slice(0, at).trim();
    const value = line.text.slice(at + 1).trim();
    const slave = label === 'Slave Interface' ? value : undefined;
    if (slave !== undefined || blocks.length === 0) blocks.push({ slave, fields: new Map(), line });
    const heading = /^details (actor|partner) lacp pdu$/.exec(label)?.[1];
    if (heading !== undefined || slave !== undefined) part = heading === undefined ? '' : `${heading}/`;
    const fields = blocks.at(-1)?.fields;
    if (fields && !fields.has(part + label)) fields.set(part + label, { value, line });
  }
  return blocks;
}

function slaveOf({ slave, fields, line }: Block): BondSlave {
  const duplex = fields.get('Duplex')?.value;
  return {
    device: slave ?? '',
    miiStatus: fields.get('MII Status'),
    speed: integer(/^(\d+)(?: Mbps)?$/.exec(fields.get('Speed')?.value ?? '')?.[1]),
    duplex: duplex === 'full' || duplex === 'half' ? duplex : undefined,
    failures: integer(fields.get('Link Failure Count')?.value),
    aggregator: fields.get('Aggregator ID')?.value,
    fields,
    line: fields.get('MII Status')?.line ?? line,
  };
}

export const procNetBonding = defineParser<Bond>({
  name: '/proc/net/bonding',
  reads: /^\/proc\/net\/bonding\/[^/]+$/,
  parse(file) {
    const [first, ...rest] = blocksOf(file);
    const mode = first?.fields.get('Bonding Mode');
    if (!first || !mode) return undefined;
    const { fields } = first;
    return {
      device: file.origin.slice('/proc/net/bonding/'.length),
      mode: mode.value,
      miiStatus: fields.get('MII Status'),
      activeSlave: fields.get('Currently Active Slave'),
      partnerMac: fields.get('Partner Mac Address'),
      activeAggregator: fields.get('Aggregator ID')?.value,
      hashPolicy: [...fields].find(([label]) => label.startsWith('Transmit Hash Policy'))?.[1],
      lacpRate: fields.get('LACP rate'),
      slaves: rest.map(slaveOf),
      fields,
      line: mode.line,
    };
  },
  samples: ({ device, slaves }) =>
    slaves.flatMap((slave) => {
      const line = slave.fields.get('Link Failure Count')?.line;
      if (slave.failures === undefined || !line) return [];
      const scope = { device: slave.device, queue: device };
      return [{ name: 'bonding.link_failure_count', value: slave.failures, scope, line, bits: 32 as const }];
    }),
});
