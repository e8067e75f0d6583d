import manifest from '../package.json' with { type: 'json' };

const usage = `Usage: dropcause <command> [options]

  -V, --version  print the version
  -h, --help     print this help
`;

const first = process.argv[2];
if (first === '--version' || first === '-V') {
  process.stdout.write(`${manifest.version}\n`);
} else {
  process.stdout.write(usage);
  process.exitCode = first === '--help' || first === '-h' ? 0 : 2;
}
