import { readFileSync } from 'node:fs';
import { install } from './install.mjs';

/* `npm run sbom`: builds, and prints the bill of materials that lies beside the program. */
install();
await import('./build.mjs');
process.stdout.write(readFileSync('dist/sbom.cdx.json'));
