import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { renderJson } from '../../src/report/json.ts';
import { specimen, specimenOptions } from './specimen.ts';

const path = new URL('../../docs/schema/report.v1.schema.json', import.meta.url);

/**
 * The published schema lets readers meet fields that they do not know (its compatibility rule); here every field that
 * we write must be described, so every object is closed.
 */
function closedSchema(): object {
  const close = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(close);
    if (typeof node !== 'object' || node === null) return node;
    const copy = Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, close(inner)]));
    return 'properties' in copy && copy['type'] === 'object'
      ? { ...copy, additionalProperties: false }
      : copy;
  };
  return close(JSON.parse(readFileSync(path, 'utf8'))) as object;
}

const ajv = new Ajv2020({
  allErrors: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
});
const valid = ajv.compile(closedSchema());
const errors = (report: Report) => {
  valid(JSON.parse(renderJson(report, specimenOptions)));
  return valid.errors ?? [];
};

describe('JSON', () => {
  test('is what the published schema describes, with no field beside it', () => {
    expect(errors(specimen())).toEqual([]);
  });

  test('the schema refuses what is no report', () => {
    const report = JSON.parse(renderJson(specimen(), specimenOptions));
    expect(valid({ ...report, schemaVersion: 2 })).toBe(false);
    expect(valid({ ...report, surprise: 1 })).toBe(false);
    expect(valid({ ...report, createdAt: 5 })).toBe(false);
  });

  test('tells every message as id, arguments and sentence, and counters as decimal strings', () => {
    const report = JSON.parse(renderJson(specimen(), specimenOptions));
    expect(report.findings[0].summary).toEqual({
      id: 'specimen/rose',
      args: { counter: 'ListenOverflows', n: '207', rate: 2.3, share: 0.041, what: 'new connections' },
      text: 'ListenOverflows rose by 207 (2.3/s); 4.1 % of new connections',
    });
    expect(report.findings[0]).toMatchObject({
      title: 'Accept queue overflow',
      layer: 'tcp-listen',
      evidence: [{ path: '4/proc/net/netstat', line: 2 }],
    });
    const [moved] = report.counters.filter((c: { name: string }) => c.name === 'TcpExt.ListenOverflows');
    expect(moved.samples.map((s: { value: string }) => s.value)).toEqual(['1204', '1262', '1290', '1411']);
    expect(moved.steps.map((s: { increase: string }) => s.increase)).toEqual(['58', '28', '121']);
    expect(report.captures[0].takenAt).toEqual({ wall: '2026-01-15T09:30:00.000Z', monotonic: 864000 });
  });

  test('gives the same bytes for the same report, whatever the order in which counters were read', () => {
    const turned = specimen();
    turned.counters = [...turned.counters].reverse();
    expect(renderJson(turned, specimenOptions)).toBe(renderJson(specimen(), specimenOptions));
  });

  test('keeps hostile text as data and prints none of it raw', () => {
    const report = specimen();
    report.host.name = 'a\u001b[31m\u202eb\u009b\u2028\u{e0041}';
    const text = renderJson(report, specimenOptions);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(JSON.parse(text).host.name).toBe(report.host.name);
  });
});
