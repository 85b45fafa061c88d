// A check is only worth something if it fails when what it checks is broken: each mutant breaks a copy on purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';

/**
 * Makes a test of each mutant.
 * @param what what is broken, for the tests' names
 * @param fresh makes a copy that has no fault
 * @param check gives the faults of such a copy
 * @param mutants [name, break, fault expected]: break changes the copy, or gives another
 */
export function testMutants(what, fresh, check, mutants) {
  for (const [name, breakIt, expected] of mutants) {
    test(`${what}, ${name}: is found`, async () => {
      const copy = await fresh();
      const before = JSON.stringify(copy);
      const broken = breakIt(copy) ?? copy;
      assert.notEqual(JSON.stringify(broken), before, 'the mutant changes nothing');
      const faults = await check(broken);
      assert.ok(faults.some((f) => expected.test(f)), `no fault matches ${expected}: ${faults.join('\n') || 'none at all'}`);
    });
  }
}

export const clone = (value) => structuredClone(value);
