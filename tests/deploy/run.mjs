// Runs the tests of deploy/: all, or the files whose names begin with what is given. The last line says how many passed and failed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { pathOf } from './repository.mjs';

const folder = pathOf('tests/deploy/tests');
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((w) => name.startsWith(w))))
  .map((name) => join(folder, name));

const count = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files, concurrency: 2, timeout: 600_000 });
stream.on('test:pass', (test) => {
  if (test.skip !== undefined) {
    count.skipped++;
  } else if (test.details.type !== 'suite' && !isFile(test)) {
    count.passed++;
  }
});
stream.on('test:fail', () => count.failed++);
const report = stream.compose(spec);
report.pipe(process.stdout);
await new Promise((done) => report.on('end', done));
if (count.passed + count.failed === 0) {
  count.failed = 1;
  console.log('No test ran.');
}

console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed === 0 ? 0 : 1);

/** The runner reports each file as a test of its own. */
function isFile(test) {
  return test.nesting === 0 && files.some((file) => test.name === file || file.endsWith(test.name));
}
