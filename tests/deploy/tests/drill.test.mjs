// The restore drill: load, back up, destroy Postgres and Redis, restore, compare row by row. The time of each step is printed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
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

test('what was backed up is there again after both stores were destroyed', { skip: storesMissing() ?? false }, async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'carbonapp-drill-'));
  const open = [];
  try {
    const postgres = await startPostgres();
    open.push(postgres);
    const redis = await startRedis(join(work, 'redis'));
    open.push(redis);
    const api = await startApi(postgres, redis);
    open.push({ destroy: api.stop });
    const plan = await load(api.url, work);
    const planned = await json(`${api.url}/api/v2/plans/${plan}`);
    redis.ask('set', 'drill', 'kept');
    assert.equal(await api.stop(), 0);
    const before = await rowsOf(postgres);
    t.diagnostic(`loaded: ${Object.entries(before).map(([table, { rows }]) => `${table} ${rows}`).join(', ')}`);
    assert.ok(before.signal_slot.rows > 8_000 && before.plan.rows >= 10 && before.job.rows >= 10);

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
    const again = await startApi(fresh, cache);
    t.diagnostic(`from losing both stores to an Api that is ready: ${((Date.now() - lost) / 1000).toFixed(1)} s`);
    open.push({ destroy: again.stop });
    assert.deepEqual(await json(`${again.url}/api/v2/plans/${plan}`), planned);
    assert.equal(await again.stop(), 0);

    await refusals(restored, backup, fresh, before);
  } finally {
    for (const store of open.reverse()) {
      await store.destroy().catch(() => {});
    }

    rmSync(work, { recursive: true, force: true });
  }
});

async function json(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** A year of half hours, ten plans and ten backtests that have ended; the id of a plan. */
async function load(api, work) {
  const file = existsSync(realYear) ? realYear : madeYear(work);
  await run('dotnet', [cliProgram, 'import', '--api', api, '--zone', 'GB', file]);
  const post = async (path, body) => {
    const answer = await fetch(api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  let plan;
  for (let day = 1; day <= 10; day++) {
    const time = `2020-03-${String(day).padStart(2, '0')}T00:00:00Z`;
    plan = (await post('/api/v2/plan', { job: { duration: 'PT3H' }, sites: [{ zone: 'GB' }], asOf: time })).planId;
    const next = `2020-03-${String(day + 1).padStart(2, '0')}T00:00:00Z`;
    await post('/api/v2/backtest', { zones: ['GB'], from: time, to: next, policies: ['contiguous'], jobs: { preset: 'eurosys24', jobHours: [3], slackHours: [24] } });
  }

  await until('the jobs', async () => {
    const { jobs } = await (await fetch(`${api}/api/v2/jobs?limit=20`)).json();
    return jobs.length === 10 && jobs.every((j) => ['completed', 'failed'].includes(j.status));
  }, undefined, 120);
  return plan;
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
  const found = {};
  for (const table of tables) {
    const [rows, digest] = (await postgres.query(`select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from "${table}" t`)).trim().split('|');
    found[table] = { rows: Number(rows), digest };
  }

  return found;
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
