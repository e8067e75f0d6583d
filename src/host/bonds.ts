import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { linksOf } from './links.ts';

/** A member of a bond that waits for another to fail: what arrives there is meant to be ignored. */
export interface BackupMember {
  device: string;
  /** The bond and the member that carries the traffic, where they are told. */
  bond: string | undefined;
  active: string | undefined;
  line: Line;
}

/** From /proc/net/bonding (mode active-backup), else as `ip -d link` tells the state of the member. */
export function backupMembers(context: Context): BackupMember[] {
  const bonds = context.all('bonding').map(({ value }) => value);
  const told = bonds.flatMap(({ device: bond, mode, activeSlave, slaves }) =>
    mode?.includes('active-backup') && activeSlave && activeSlave.value !== 'None'
      ? slaves
          .filter(({ device }) => device !== activeSlave.value)
          .map(({ device }) => ({ device, bond, active: activeSlave.value, line: activeSlave.line }))
      : [],
  );
  if (bonds.length > 0) return told;
  return linksOf(context)
    .filter(({ details }) => details.has('bond_slave') && details.get('state') === 'BACKUP')
    .map(({ name, line }) => ({ device: name, bond: undefined, active: undefined, line }));
}
