// Builds CarbonApp.Web/Client into the folder given, for eng/WebClient.targets.
// Several builds of one clone may run at once (solution nodes, a test beside an IDE): one works, the others wait for its result.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const client = resolve(dirname(fileURLToPath(import.meta.url)), '../CarbonApp.Web/Client');
const output = resolve(process.argv[2]);
const stamp = resolve(process.argv[3]);
const started = Date.now();
const lock = `${output}.lock`;

const oldest = Number(process.versions.node.split('.')[0]);
if (oldest < 20) {
  fail(`Node ${process.versions.node} is too old for the web client: install Node 20+ or run ./run.sh`);
}

mkdirSync(dirname(output), { recursive: true });
await takeLock();
try {
  // Another build may have finished this very work while we waited.
  if (!(existsSync(stamp) && statSync(stamp).mtimeMs > started)) {
    installPackages();
    const fresh = `${output}.new`;
    rmSync(fresh, { recursive: true, force: true });
    npm(['run', 'build', '--silent', '--', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']);
    rmSync(output, { recursive: true, force: true });
    renameSync(fresh, output);
    writeFileSync(stamp, `${new Date().toISOString()}\n`);
  }
} finally {
  rmSync(lock, { force: true });
}

function installPackages() {
  const wanted = readFileSync(join(client, 'package-lock.json'), 'utf8');
  const mark = join(client, 'node_modules/.carbonapp-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) {
    return;
  }

  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, wanted);
}

function npm(args) {
  const run = spawnSync('npm', args, { cwd: client, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) {
    rmSync(lock, { force: true });
    fail(`npm ${args.join(' ')} failed:\n${run.error ?? ''}${run.stdout ?? ''}${run.stderr ?? ''}`);
  }
}

async function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }

    if (!ownerLives()) {
      rmSync(lock, { force: true });
    }

    await sleep(200);
  }
}

function ownerLives() {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner === 0) {
      return Date.now() - statSync(lock).mtimeMs < 5_000;
    }

    process.kill(owner, 0);
    return true;
  } catch (error) {
    // EPERM: alive under another user. ENOENT: just released.
    return error.code === 'EPERM' || error.code === 'ENOENT';
  }
}

function fail(message) {
  // MSBuild reads "error :" as an error of the build.
  console.error(`web-client : error : ${message}`);
  process.exit(1);
}
