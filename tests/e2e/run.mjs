// Runs the browser tests: against CARBONAPP_WEB_URL when it is set, else against CarbonApp.Web over a stand-in for Api, both built
// before (dotnet build tests/CarbonApp.Web.Tests) and started here. The last line says how many passed and failed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGTERM')));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(1));
}

if (!process.env.CARBONAPP_WEB_URL) {
  await startOwn();
}

console.log(`Browser tests against ${process.env.CARBONAPP_WEB_URL}${process.env.CARBONAPP_STAND_IN_URL ? ' over the stand-in for Api' : ''}`);
const wanted = process.argv.slice(2);
const files = readdirSync(join(here, 'tests'))
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((w) => name.startsWith(w))))
  .map((name) => join(here, 'tests', name));

let passed = 0;
let failed = 0;
let skipped = 0;
// A browser at a time: two would only slow each other down.
const stream = run({ files, concurrency: 1, timeout: 600_000 });
stream.on('test:pass', (test) => {
  if (test.skip !== undefined) {
    skipped++;
  } else if (test.details.type !== 'suite' && !isFile(test)) {
    passed++;
  }
});
stream.on('test:fail', () => failed++);
const report = stream.compose(spec);
report.pipe(process.stdout);
await new Promise((done) => report.on('end', done));
if (passed + failed === 0) {
  failed = 1;
  console.log('No test ran.');
}

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);

/** The runner reports each file as a test of its own. */
function isFile(test) {
  return test.nesting === 0 && files.some((file) => test.name === file || file.endsWith(test.name));
}

async function startOwn() {
  const standIn = await start('CarbonApp.Web.Tests', ['--stand-in'], '/api/v2/regions');
  const web = await start('CarbonApp.Web', ['--urls'], '/about', { services__api__http__0: standIn });
  process.env.CARBONAPP_STAND_IN_URL = standIn;
  process.env.CARBONAPP_WEB_URL = web;
}

async function start(name, args, probe, env = {}) {
  const folders = ['release', 'debug'].map((c) => join(root, 'artifacts/bin', name, c, `${name}.dll`));
  const file = process.env.CARBONAPP_BUILD === 'release' ? folders[0] : (folders.reverse().find(existsSync) ?? folders[0]);
  if (!existsSync(file)) {
    throw new Error(`${file} is missing: dotnet build tests/CarbonApp.Web.Tests`);
  }

  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn('dotnet', [file, ...args, url], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], cwd: dirname(file) });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  children.push(child);
  for (let i = 0; i < 150; i++) {
    if (child.exitCode !== null) {
      throw new Error(`${name} ended with ${child.exitCode}:\n${output}`);
    }

    const answer = await fetch(url + probe).catch(() => null);
    if (answer?.ok) {
      return url;
    }

    await sleep(200);
  }

  throw new Error(`${name} did not answer ${url}${probe} within 30 s:\n${output}`);
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
