// What backup.sh keeps, drops and refuses; its upload hooks. The drill with real stores is drill.test.mjs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathOf } from '../repository.mjs';

const script = (name) => pathOf(`deploy/backup/${name}`);
const hour = 3_600;

/** A folder with programs of our own in front of the real ones. */
function stage(t, programs = {}) {
  const work = mkdtempSync(join(tmpdir(), 'carbonapp-backup-'));
  t.after(() => rmSync(work, { recursive: true }));
  mkdirSync(join(work, 'bin'));
  mkdirSync(join(work, 'backups'));
  const all = { pg_dump: 'for a in "$@"; do case $a in --file=*) echo PGDMP >"${a#--file=}";; esac; done', pg_restore: 'echo list', 'redis-cli': 'exit 1', ...programs };
  for (const [name, body] of Object.entries(all)) {
    writeFileSync(join(work, 'bin', name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(work, 'bin', name), 0o755);
  }

  const environment = { PATH: `${join(work, 'bin')}:${process.env.PATH}`, DATABASE_URL: 'postgres://x/y', BACKUP_FOLDER: join(work, 'backups') };
  return {
    work,
    run: (args = [], more = {}) => spawnSync('sh', [script('backup.sh'), ...args], { env: { ...environment, ...more }, encoding: 'utf8' }),
    kept: () => readdirSync(join(work, 'backups')).sort(),
  };
}

test('a backup is a folder named for its time, whose sums hold', (t) => {
  const { run, kept, work } = stage(t);
  const done = run([], { BACKUP_NOW: String(Date.UTC(2026, 10, 27, 3, 17) / 1000) });
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(kept(), ['carbonapp-20261127T031700Z']);
  assert.equal(spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(work, 'backups', kept()[0]) }).status, 0);
});

test('hourly ones are kept two days, then the first of each day, thirty days long', (t) => {
  const { run, kept, work } = stage(t);
  const start = Date.UTC(2026, 9, 1) / 1000;
  const times = Array.from({ length: 40 * 4 }, (_, i) => start + i * 6 * hour);
  const last = times.at(-1);
  const stamp = (seconds) => `carbonapp-${new Date(seconds * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  times.slice(0, -1).forEach((time) => mkdirSync(join(work, 'backups', stamp(time))));
  assert.equal(run([], { BACKUP_NOW: String(last) }).status, 0);
  const expected = times.filter((time) => time >= last - 30 * 24 * hour && (time >= last - 48 * hour || time % (24 * hour) === 0));
  // The day on which the thirty begin keeps the earliest that is left of it.
  const edge = times.find((time) => time >= last - 30 * 24 * hour);
  assert.deepEqual(kept(), [...new Set([edge, ...expected])].sort((a, b) => a - b).map(stamp));
});

test('a Redis that is away costs its snapshot only', (t) => {
  const { run, kept, work } = stage(t);
  const done = run([], { REDIS_URL: 'redis://x:1' });
  assert.equal(done.status, 0);
  assert.match(done.stdout, /Redis gave no snapshot/);
  assert.equal(existsSync(join(work, 'backups', kept()[0], 'redis.rdb')), false);
});

test('a dump that fails, or cannot be read, is no backup', (t) => {
  for (const programs of [{ pg_dump: 'exit 1' }, { pg_restore: 'exit 1' }]) {
    const { run, kept } = stage(t, programs);
    assert.notEqual(run().status, 0);
    assert.deepEqual(kept().filter((n) => !n.startsWith('.')), []);
  }
});

test('the steps one by one make the same, in the folder they share', (t) => {
  const { run, kept } = stage(t, { 'redis-cli': 'for a in "$@"; do f=$a; done; printf REDIS0011 >"$f"' });
  for (const step of ['postgres', 'redis', 'finish']) {
    const done = run([step], { REDIS_URL: 'redis://x:1' });
    assert.equal(done.status, 0, done.stderr);
  }

  assert.equal(kept().length, 1);
  assert.notEqual(stage(t).run(['finish']).status, 0);
  assert.equal(run(['everything']).status, 2);
});

for (const [hook, program, more, expected] of [
  ['upload-s3.sh', 'aws', { BACKUP_S3_URL: 's3://bucket/carbonapp' }, /^s3 cp --recursive .* s3:\/\/bucket\/carbonapp\/carbonapp-\d{8}T\d{6}Z\n$/],
  ['upload-azure-blob.sh', 'az', { BACKUP_STORAGE_ACCOUNT: 'a', BACKUP_CONTAINER: 'c' }, /^storage blob upload-batch .*--account-name a --destination c --destination-path carbonapp-\d{8}T\d{6}Z --source .*\n$/],
]) {
  test(`${hook} is called with the finished backup`, (t) => {
    const { run, work } = stage(t, { [program]: `echo "$@" >${'"$BACKUP_FOLDER"'}/../called` });
    const done = run([], { BACKUP_UPLOAD: script(hook), ...more });
    assert.equal(done.status, 0, done.stderr);
    assert.match(readFileSync(join(work, 'called'), 'utf8'), expected);
    assert.notEqual(run([], { BACKUP_UPLOAD: script(hook), ...more, PATH: '/usr/bin:/bin' }).status, 0, 'a hook that fails fails the backup');
  });
}
