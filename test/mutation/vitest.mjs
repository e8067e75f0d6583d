/** As much of vitest as test/counters uses, so that tests run again for every mutant without starting anew. */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = chai.expect;

/** @typedef {(...args: any[]) => unknown} Body */

/** What the test files define. @type {Body[]} */
export const tests = [];

/** @param {string} _name @param {Body} define */
export function describe(_name, define) {
  define();
}

/** @param {string} _name @param {Body} body */
export function test(_name, body) {
  tests.push(body);
}

describe.each = each(describe);
test.each = each(test);

/** @param {(name: string, body: Body) => void} define */
function each(define) {
  return (/** @type {readonly unknown[]} */ rows) =>
    (/** @type {string} */ name, /** @type {Body} */ body) => {
      for (const row of rows) define(name, () => body(...(Array.isArray(row) ? row : [row])));
    };
}
