import { dropcause } from './dropcause.ts';
import type { Claim, Layout } from './layout.ts';
import { loose } from './loose.ts';
import { sosreport } from './sosreport.ts';
import { supportconfig } from './supportconfig.ts';

/** In the order in which they are asked: the most particular first. */
export const layouts: readonly Layout[] = [dropcause, sosreport, supportconfig, loose];

export function claimByName(path: string): Claim | undefined {
  for (const layout of layouts) {
    const claim = layout.claim(path);
    if (claim) return Object.assign(claim, { layout: layout.name });
  }
  return undefined;
}

/** For entries that no name claims. */
export function claimByContent(path: string, head: Uint8Array): Claim | undefined {
  for (const layout of layouts) {
    const claim = layout.claimByContent?.(path, head);
    if (claim) return Object.assign(claim, { layout: layout.name });
  }
  return undefined;
}
