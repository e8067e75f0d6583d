/** Of `all` hosts `marked` have something; `drawn` of them were taken, and `hits` of those have it. */
export interface Draw {
  all: number;
  marked: number;
  drawn: number;
  hits: number;
}

/** How likely a blind draw has so many hits or more: the tail of the hypergeometric distribution (Fisher's exact test). */
export function chanceOf({ all, marked, drawn, hits }: Draw): number {
  const most = Math.min(marked, drawn);
  let sum = 0;
  for (let k = hits; k <= most; k++)
    sum += Math.exp(choose(marked, k) + choose(all - marked, drawn - k) - choose(all, drawn));
  return Math.min(1, sum);
}

/** Logarithm of the number of ways to take k of n; no way is -Infinity. */
function choose(n: number, k: number): number {
  return k < 0 || k > n ? Number.NEGATIVE_INFINITY : factorial(n) - factorial(k) - factorial(n - k);
}

const logarithms = [0];

/** Logarithm of n!. */
function factorial(n: number): number {
  for (let i = logarithms.length; i <= n; i++) logarithms.push((logarithms[i - 1] ?? 0) + Math.log(i));
  return logarithms[n] ?? 0;
}
