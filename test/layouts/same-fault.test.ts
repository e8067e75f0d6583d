import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model.ts';
import type { Shape } from './laid.ts';
import { layAgain, reportOf, sampleFile, temporary } from './laid.ts';

/** One fault, seen through every layout: the samples' own files, laid again as each kind of archive has them. */
const folder = temporary();
const samples = ['accept-queue-overflow', 'udp-rcvbuf-full', 'firewall-drop-rule', 'healthy-control'];

const isActive = ({ verdict }: Finding) => ['problem', 'suspect', 'risk'].includes(verdict);
const essence = ({ cause, verdict, severity, consequenceOf }: Finding) =>
  `${cause} ${verdict} ${severity}${consequenceOf === undefined ? '' : ` of ${consequenceOf}`}`;
const active = ({ findings }: Report) => findings.filter(isActive).map(essence).sort();

/** Of the sender's own namespace C, which only some kinds of archive have counters of. */
const ofOtherNamespace = ({ claims }: Finding) =>
  claims.length > 0 && claims.every(({ scope }) => (scope.netns ?? '') !== '');

describe.each(samples)('%s', async (name) => {
  const own = await reportOf([sampleFile(name, 1), sampleFile(name, 2)]);
  const again = async (shape: Shape) =>
    reportOf([await layAgain(folder, name, 1, shape), await layAgain(folder, name, 2, shape)]);

  test.each(['text bundle', 'sos 4'] as const)('%s: the same findings', async (shape) => {
    expect(active(await again(shape))).toEqual(active(own));
  });

  // sos before 4.2 runs no nstat in namespaces, and a tree that was copied by hand holds one namespace.
  test.each(['sos 3', 'loose tree'] as const)('%s: the same findings of the host', async (shape) => {
    const ofHost = own.findings.filter((finding) => isActive(finding) && !ofOtherNamespace(finding));
    expect(active(await again(shape))).toEqual(ofHost.map(essence).sort());
  });

  test('supportconfig: the same findings, or unknown with the reason', async () => {
    const report = await again('supportconfig');
    const seen = new Set(active(report));
    const gone = own.findings.filter((finding) => isActive(finding) && !seen.has(essence(finding)));
    const causes = gone.map(({ cause }) => cause).sort();
    expect(active(report)).toEqual(active(own).filter((one) => !causes.includes(one.split(' ')[0] ?? '')));
    const instead = causes.map((id) => report.findings.find(({ cause }) => cause === id));
    expect(instead.map((f) => [f?.cause, f?.verdict, f?.summary.args['what']])).toEqual([
      // `ss -nap` has no -m: how much of its buffer a queue fills is not known, and 15 KiB alone are not much.
      ...(name === 'udp-rcvbuf-full' ? [['app-slow-reader', 'ok', undefined]] : []),
      // Where the machine was busy while the sample was taken: a supportconfig has no /proc/loadavg.
      ...(causes.includes('host-overload') ? [['host-overload', 'unknown', '/proc/loadavg']] : []),
    ]);
  });
});
