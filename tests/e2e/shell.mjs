// Lines that pages show, run as a reader would: pasted into a shell that has carbon and curl.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { site } from './browser.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = mkdtempSync(join(tmpdir(), 'carbonapp-shell-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function carbon() {
  const found = ['release', 'debug'].map((c) => join(root, 'artifacts/bin/CarbonApp.Cli', c, 'carbon.dll')).find(existsSync);
  if (!found) {
    throw new Error('carbon is not built: dotnet build CarbonApp.sln -c Release');
  }

  const file = join(folder, 'carbon');
  if (!existsSync(file)) {
    writeFileSync(file, `#!/bin/sh\nexec dotnet '${found}' "$@"\n`, { mode: 0o755 });
  }
}

/** Standard output of a line; throws with what it said when it fails. Carbon asks through the site, which passes calls on. */
export async function paste(line) {
  carbon();
  const { stdout } = await promisify(execFile)('sh', ['-c', line], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, CARBONAPP_API: site(), NO_COLOR: '1' },
    timeout: 30_000,
  });
  return stdout;
}

/** A file for a line to read; its name. */
export function place(name, text) {
  writeFileSync(join(folder, name), text);
  return name;
}
