// Fetches npm packages as tarballs, without installing them, and reads their files in memory.
import { createHash, randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** Tarballs of all packages, from `folder` where they lie already, else by `npm pack` from whichever registry npm is set to. */
export function fetchTarballs(packages, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const missing = packages.filter(p => !fs.existsSync(tarballPath(p, folder)) || !isIntact(tarballPath(p, folder), p));
  if (missing.length > 0) {
    pack(missing, folder);
  }

  return new Map(packages.map(p => [p.name, readTar(zlib.gunzipSync(fs.readFileSync(tarballPath(p, folder))))]));
}

function pack(packages, folder) {
  // Two builds may run at once: each fetches into a folder of its own and moves whole files.
  const scratch = path.join(folder, `fetch-${randomUUID()}`);
  fs.mkdirSync(scratch);
  try {
    const specs = packages.map(p => `${p.name}@${p.version}`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // npm would go on trying for more than a minute; a build should say sooner that there is no network.
    const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];
    const run = spawnSync(npm, ['pack', ...specs, '--ignore-scripts', '--prefer-offline', '--loglevel=error', ...patience], {
      cwd: scratch, encoding: 'utf8', shell: process.platform === 'win32', timeout: 120_000,
    });
    if (run.error || run.status !== 0) {
      const why = run.error?.message ?? run.stderr.trim().split('\n').slice(0, 3).join(' ');
      throw new Error(`npm could not fetch ${specs.join(', ')}: ${why || `exit code ${run.status}`}. Check the network, or the registry npm is set to ("npm config get registry").`);
    }

    for (const p of packages) {
      const fetched = path.join(scratch, tarballName(p));
      if (!isIntact(fetched, p)) {
        throw new Error(`${p.name}@${p.version} is not the package that was reviewed: its digest differs from ${p.integrity} in eng/reference-data/packages.json.`);
      }

      fs.renameSync(fetched, tarballPath(p, folder));
    }
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

const tarballName = p => `${p.name.replace('@', '').replace('/', '-')}-${p.version}.tgz`;
const tarballPath = (p, folder) => path.join(folder, tarballName(p));
const isIntact = (file, p) => p.integrity === `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;

/** Regular files of a POSIX tar as bytes, by their path inside the package. */
function readTar(tar) {
  const files = new Map();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const field = (from, length) => tar.toString('utf8', at + from, at + from + length).split('\0')[0];
    const size = parseInt(field(124, 12), 8);
    const name = [field(345, 155), field(0, 100)].filter(Boolean).join('/');
    files.set(name.replace(/^package\//, ''), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }

  return files;
}
