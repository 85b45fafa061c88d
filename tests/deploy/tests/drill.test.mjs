// The restore drill: load, back up, destroy Postgres and Redis, restore, compare row by row. The time of each step is printed.
// DRILL_ANALYSES sets how many analyses of kelp there are; they are most of the work, so by default there is one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathOf } from '../repository.mjs';
import { cliProgram, startApi } from '../servers/api.mjs';
import { run, until } from '../servers/processes.mjs';
import { startPostgres, startRedis, storesMissing } from '../servers/stores.mjs';

const script = (name) => pathOf(`deploy/backup/${name}`);
const realYear = pathOf('../shared/data/grid/lets-wait-awhile-gb/gb_ci.csv');
const scenes = pathOf('../shared/data/kelp/sentinel2-chip-limassol');
const wanted = existsSync(scenes) ? Number(process.env.DRILL_ANALYSES ?? 1) : 0;
/** From the loss of both stores to an Api that is ready. Many times what it takes, and still well within the 15 min promised. */
const mostSeconds = 120;

test('what was backed up is there again after both stores were destroyed', { skip: storesMissing() ?? false }, async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'carbonapp-drill-'));
  const open = [];
  try {
    const postgres = await startPostgres();
    open.push(postgres);
    const redis = await startRedis(join(work, 'redis'));
    open.push(redis);
    const settings = { Kelp__Catalogs__Order: 'local', Kelp__Catalogs__Local__Folder: scenes, RateLimits__Enabled: 'false' };
    const api = await startApi(postgres, redis, settings);
    open.push({ destroy: api.stop });
    const answers = await load(t, api.url, work);
    const answered = await readAll(api.url, answers);
    redis.ask('set', 'drill', 'kept');
    assert.equal(await api.stop(), 0);
    const before = await rowsOf(postgres);
    t.diagnostic(`loaded: ${Object.entries(before).map(([table, { rows }]) => `${table} ${rows}`).join(', ')}`);
    assert.ok(before.signal_slot.rows > 8_000 && before.plan.rows >= 10 && before.job.rows >= 10);
    assert.ok(before.kelp_analysis.rows === wanted && before.kelp_file_part.rows >= 10 * wanted);

    const environment = { ...postgres.environment, DATABASE_URL: postgres.url, REDIS_URL: redis.url, BACKUP_FOLDER: join(work, 'backups') };
    await timed(t, 'back up', () => run('sh', [script('backup.sh')], { env: environment }));
    const [name] = readdirSync(join(work, 'backups'));
    const backup = join(work, 'backups', name);

    await postgres.destroy();
    await redis.destroy();
    await assert.rejects(postgres.query('select 1'));

    const lost = Date.now();
    const fresh = await startPostgres();
    open.push(fresh);
    const restored = { ...environment, DATABASE_URL: fresh.url, REDIS_URL: '', REDIS_DATA_FOLDER: mkdtempSync(join(work, 'redis-')) };
    await timed(t, 'restore Postgres', () => run('sh', [script('restore.sh'), backup, 'postgres'], { env: restored }));
    await run('sh', [script('restore.sh'), backup, 'redis'], { env: restored });
    const cache = await startRedis(restored.REDIS_DATA_FOLDER);
    open.push(cache);

    assert.deepEqual(await rowsOf(fresh), before);
    assert.equal(cache.ask('get', 'drill'), 'kept');
    const again = await startApi(fresh, cache, settings);
    const seconds = (Date.now() - lost) / 1000;
    open.push({ destroy: again.stop });
    t.diagnostic(`from losing both stores to an Api that is ready: ${seconds.toFixed(1)} s of at most ${mostSeconds} s`);
    assert.ok(seconds < mostSeconds);
    assert.deepEqual(await readAll(again.url, answers), answered);
    assert.equal(await again.stop(), 0);

    await refusals(restored, backup, fresh, before);
  } finally {
    for (const store of open.reverse()) {
      await store.destroy().catch(() => {});
    }

    rmSync(work, { recursive: true, force: true });
  }
});

/** Everything as it is answered, files byte by byte. */
async function readAll(api, paths) {
  const read = async (path) => {
    const answer = await fetch(api + path);
    assert.equal(answer.status, 200, path);
    return createHash('sha256').update(Buffer.from(await answer.arrayBuffer())).digest('hex');
  };
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await read(path)])));
}

/** A year of half hours, ten plans, ten backtests and the analyses wanted, all of them ended; paths of what they answer. */
async function load(t, api, work) {
  const file = existsSync(realYear) ? realYear : madeYear(work);
  await run('dotnet', [cliProgram, 'import', '--api', api, '--zone', 'GB', file]);
  const post = async (path, body) => {
    const answer = await fetch(api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const paths = [];
  for (let day = 1; day <= 10; day++) {
    const time = `2020-03-${String(day).padStart(2, '0')}T00:00:00Z`;
    paths.push(`/api/v2/plans/${(await post('/api/v2/plan', { job: { duration: 'PT3H' }, sites: [{ zone: 'GB' }], asOf: time })).planId}`);
    const next = `2020-03-${String(day + 1).padStart(2, '0')}T00:00:00Z`;
    const { id } = await post('/api/v2/backtest', { zones: ['GB'], from: time, to: next, policies: ['contiguous'], jobs: { preset: 'eurosys24', jobHours: [3], slackHours: [24] } });
    paths.push(`/api/v2/backtest/${id}`);
  }

  if (!existsSync(scenes)) {
    t.diagnostic('without analyses of kelp: ../shared/data/kelp is not there');
  }

  for (let number = 0; number < wanted; number++) {
    const { id } = await post('/api/v2/analyses', { name: `analysis ${number}`, aoi: { bbox: [33.0, 34.6, 33.025, 34.621] }, from: '2024-08-01', to: '2024-09-01', species: 'macrocystis' });
    paths.push(`/api/v2/analyses/${id}`);
  }

  await until('the jobs', async () => {
    const { jobs } = await (await fetch(`${api}/api/v2/jobs?limit=50`)).json();
    return jobs.length === 10 + wanted && jobs.every((j) => j.status === 'completed');
  }, undefined, 180);
  const files = await Promise.all(paths.slice(paths.length - wanted).map(async (path) => (await (await fetch(api + path)).json()).links.downloads.map((d) => d.url)));
  return [...paths, ...files.flat()];
}

function madeYear(work) {
  const file = join(work, 'gb.csv');
  const start = Date.UTC(2020, 0, 1);
  const rows = Array.from({ length: 17_568 }, (_, i) => `${new Date(start + i * 1_800_000).toISOString()},${150 + ((i * 37) % 200)}`);
  writeFileSync(file, `time,gCO2eq/kWh\n${rows.join('\n')}\n`);
  return file;
}

/** Of each table how many rows, and a digest of all of them in their order as text: equal only where every value of every row is. */
async function rowsOf(postgres) {
  const tables = (await postgres.query("select tablename from pg_tables where schemaname = 'public' order by 1")).trim().split('\n');
  const each = tables.map((table) => `select '${table}', count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from "${table}" t`);
  const lines = (await postgres.query(each.join(' union all '))).trim().split('\n').map((line) => line.split('|'));
  return Object.fromEntries(lines.map(([table, rows, digest]) => [table, { rows: Number(rows), digest }]));
}

async function timed(t, what, act) {
  const started = Date.now();
  await act();
  t.diagnostic(`${what}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Into a database that holds something only with --force; never from a backup that has changed. */
async function refusals(environment, backup, postgres, before) {
  const restore = (...args) => spawnSync('sh', [script('restore.sh'), backup, ...args], { env: environment, encoding: 'utf8' });
  const full = restore('postgres');
  assert.notEqual(full.status, 0);
  assert.match(full.stderr, /the database holds \d+ tables/);

  await postgres.query("delete from plan; insert into plan_document values ('x', '{}', '{}')");
  assert.equal(restore('postgres', '--force').status, 0);
  assert.deepEqual(await rowsOf(postgres), before);

  writeFileSync(join(backup, 'postgres.dump'), 'PGDMP but no more');
  const changed = restore('postgres', '--force');
  assert.notEqual(changed.status, 0);
  assert.match(changed.stderr, /has changed since it was made/);
  assert.deepEqual(await rowsOf(postgres), before);
}
