const cpuLimit = 8192;

/** Numbers of CPUs as the kernel lists them, '0-3,8'; undefined for anything else. */
export function cpusOfList(text: string): number[] | undefined {
  const cpus: number[] = [];
  for (const part of text.trim().slice(0, 20_000).split(',')) {
    const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === undefined) return undefined;
    for (let cpu = Number(first); cpu <= Number(last ?? first) && cpus.length < cpuLimit; cpu++)
      cpus.push(cpu);
  }
  return cpus;
}

/** The same as a mask of 32-bit words, the highest first: 'ff,ffffffff'. */
export function cpusOfMask(text: string): number[] | undefined {
  if (!/^[0-9a-f]{1,8}(,[0-9a-f]{8})*$/.test(text)) return undefined;
  const digits = text.replaceAll(',', '');
  const cpus: number[] = [];
  for (let i = 0; i < digits.length && i * 4 < cpuLimit; i++) {
    const nibble = Number.parseInt(digits.at(-1 - i) ?? '0', 16);
    for (let bit = 0; bit < 4; bit++) if (((nibble >> bit) & 1) === 1) cpus.push(i * 4 + bit);
  }
  return cpus;
}
