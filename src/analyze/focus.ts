import type { Cause, Focus } from '../causes/cause.ts';
import type { Finding, Instance, Layer } from '../model.ts';

/** Layers that only one protocol passes. */
const layersOf: Record<NonNullable<Focus['proto']>, readonly Layer[]> = {
  tcp: ['tcp', 'tcp-listen'],
  udp: ['udp'],
  icmp: [],
};

/**
 * Puts first what concerns what the customer complained about: its instances within a finding, and its findings
 * within those of one verdict. Nothing is hidden, and no verdict changes.
 */
export function inFocus(findings: readonly Finding[], focus: Focus, catalogue: readonly Cause[]): Finding[] {
  const matches = matcherOf(focus);
  const layers = focus.proto === undefined ? [] : layersOf[focus.proto];
  const layerOf = new Map(catalogue.map(({ id, layer }) => [id, layer]));
  const about = (finding: Finding) => {
    const layer = layerOf.get(finding.cause);
    return finding.instances.some(matches) || (layer !== undefined && layers.includes(layer));
  };
  const group = (finding: Finding) =>
    `${finding.consequenceOf === undefined ? '' : 'folded '}${finding.verdict}`;
  const places = new Map<string, number>();
  for (const finding of findings) if (!places.has(group(finding))) places.set(group(finding), places.size);
  const place = (finding: Finding) => (places.get(group(finding)) ?? 0) * 2 + (about(finding) ? 0 : 1);
  return [...findings]
    .sort((a, b) => place(a) - place(b))
    .map((finding) => ({ ...finding, instances: first(finding.instances, matches) }));
}

function first(instances: readonly Instance[], matches: (instance: Instance) => boolean): Instance[] {
  return [...instances.filter(matches), ...instances.filter((instance) => !matches(instance))];
}

/** An instance names its socket, rule or device; its lines name ports and addresses as the host printed them. */
function matcherOf({ port, peerAddress, proto }: Focus): (instance: Instance) => boolean {
  const wanted = [
    ...(port === undefined ? [] : [new RegExp(`(?:[:.]|dports? |dpts?:|sport )${port}(?!\\d)`)]),
    ...(peerAddress === undefined
      ? []
      : [new RegExp(`(?<![\\w.:])${peerAddress.replace(/[^\w]/g, '\\$&')}(?![\\w.])`)]),
    ...(proto === undefined ? [] : [new RegExp(`(?<!\\w)${proto}(?!\\w)`)]),
  ];
  return ({ subject, scope, evidence }) => {
    const told = [subject, scope.socket, scope.rule, ...evidence.map(({ excerpt }) => excerpt)].join('\n');
    return wanted.length > 0 && wanted.every((pattern) => pattern.test(told));
  };
}
