/** Loaded with --import before a program: says on its standard error how much memory it had at most, in KiB. */
process.on('exit', () => process.stderr.write(`peak memory ${process.resourceUsage().maxRSS}\n`));
