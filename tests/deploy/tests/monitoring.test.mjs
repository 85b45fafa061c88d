// Alert rules and dashboards: promtool's own checks, and every query against what a running Api and Web tell at /metrics.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { queryFaults, seriesOf, seriesOfInstrument } from '../checks/series.mjs';
import { testMutants } from '../mutants.mjs';
import { pathOf, readJson, readText, readYaml } from '../repository.mjs';
import { startApi, startWeb } from '../servers/api.mjs';
import { until } from '../servers/processes.mjs';
import { startPostgres, startRedis, storesMissing } from '../servers/stores.mjs';

const folder = pathOf('deploy/monitoring');
const promtool = (...args) => spawnSync('promtool', args, { encoding: 'utf8', cwd: folder });
const noPromtool = promtool('--version').error ? 'needs promtool (Debian: prometheus)' : false;

/** Runs promtool on files of a folder made for it. */
function inFolder(files, args) {
  const work = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(work, name), text));
    return spawnSync('promtool', args, { encoding: 'utf8', cwd: work });
  } finally {
    rmSync(work, { recursive: true });
  }
}

test('promtool finds no fault in the rules', { skip: noPromtool }, () => {
  const run = promtool('check', 'rules', 'alerts.yaml');
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('each alert fires when it should, and only then', { skip: noPromtool }, () => {
  const run = promtool('test', 'rules', 'alerts.test.yaml');
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('each alert has a test, and its steps are told', () => {
  const alerts = readYaml('deploy/monitoring/alerts.yaml').groups.flatMap((g) => g.rules.map((r) => r.alert));
  const tested = readYaml('deploy/monitoring/alerts.test.yaml').tests.flatMap((t) => t.alert_rule_test).filter((t) => t.exp_alerts.length > 0).map((t) => t.alertname);
  assert.deepEqual(alerts.filter((a) => !tested.includes(a)), []);
  const steps = readText('docs/operations/troubleshooting.md');
  assert.deepEqual(alerts.filter((a) => !steps.includes(a)), []);
});

for (const name of ['prometheus.yaml', 'prometheus-kubernetes.yaml']) {
  test(`promtool finds no fault in ${name}`, { skip: noPromtool }, () => {
    // Debian builds Prometheus without its discovery in Kubernetes: that line is taken out, what it discovers is sorted as before.
    const text = readText(`deploy/monitoring/${name}`).replace(/kubernetes_sd_configs:\n\s+- role: pod/, 'static_configs: []');
    const run = inFolder({ [name]: text }, ['check', 'config', '--syntax-only', name]);
    assert.equal(run.status, 0, run.stdout + run.stderr);
  });
}

describe('rules', { skip: noPromtool }, () => {
  const check = (files) => [['check', 'rules', 'alerts.yaml'], ['test', 'rules', 'alerts.test.yaml']]
    .map((args) => inFolder(files, args)).filter((r) => r.status !== 0).map((r) => r.stdout + r.stderr);
  const edit = (from, to) => (files) => ({ ...files, 'alerts.yaml': files['alerts.yaml'].replace(from, to) });
  const fresh = () => Object.fromEntries(['alerts.yaml', 'alerts.test.yaml'].map((n) => [n, readFileSync(join(folder, n), 'utf8')]));
  testMutants('a rule', fresh, check, [
    ['memory at 90 %', edit('carbonapp_process_memory_limit_bytes > 0.8', 'carbonapp_process_memory_limit_bytes > 0.9'), /CarbonAppMemoryHigh/],
    ['CPU as a share of nothing', edit(' / on (job, instance) carbonapp_process_cpu_limit', ''), /CarbonAppCpuHigh/],
    ['latency with events', edit('.*/events|', ''), /CarbonAppLatencyHigh/],
    ['a bracket missing', edit('rate(carbonapp_sources_failures_total[15m]))', 'rate(carbonapp_sources_failures_total[15m])'), /parse error/],
  ]);
});

describe('queries ask for series that there are', { skip: storesMissing() ?? false }, () => {
  const series = new Map();
  const open = [];
  before(async () => {
    const upstream = createServer((request, answer) => {
      const asksForForecast = /intensity/.test(request.url);
      answer.writeHead(asksForForecast ? 503 : 200, { 'Content-Type': 'application/json' });
      answer.end('{}');
    });
    await new Promise((done) => upstream.listen(0, '127.0.0.1', done));
    open.push(() => upstream.close());
    const address = `http://127.0.0.1:${upstream.address().port}`;
    const [postgres, redis] = [await startPostgres(), await startRedis(mkdtempSync(join(tmpdir(), 'carbonapp-redis-')))];
    open.push(() => postgres.destroy(), () => redis.destroy());
    const api = await startApi(postgres, redis, {
      Sources__Offline: 'false', Sources__Neso__BaseAddress: address, Sources__EnergyCharts__BaseAddress: address, Outbound__AllowLoopback: 'true', Sources__TimeBudgetMilliseconds: '20000',
    });
    open.push(() => api.stop());
    const web = await startWeb(api.url);
    open.push(() => web.stop());
    await use(api.url, `${address}/hook`);
    await fetch(`${web.url}/about`);
    for (const url of [api.url, web.url]) {
      for (const [name, labels] of seriesOf(await (await fetch(`${url}/metrics`)).text())) {
        series.set(name, new Set([...(series.get(name) ?? []), ...labels]));
      }
    }
  });
  after(async () => {
    for (const close of open.reverse()) {
      await close();
    }
  });

  /** Makes each series come about: an import, feeds that fail, a schedule that calls. */
  async function use(api, hook) {
    const json = async (path, body) => {
      const answer = await fetch(api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
      return answer.json();
    };
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const rows = Array.from({ length: 48 }, (_, i) => `${new Date(hour + i * 3_600_000).toISOString()},${100 + i}`);
    const imported = await fetch(`${api}/api/v2/imports?zone=XX-TEST&status=forecast`, { method: 'POST', body: `time,gCO2eq/kWh\n${rows.join('\n')}\n` });
    assert.ok(imported.ok, await imported.text());
    await fetch(`${api}/api/v2/signals/XX-TEST`);
    await fetch(`${api}/api/v2/signals/GB`);
    await fetch(`${api}/api/v2/signals/FR`);
    const deadline = new Date(Date.now() + 120_000).toISOString();
    await json('/api/v2/schedules', { plan: { job: { duration: 'PT1M', deadline }, sites: [{ zone: 'XX-TEST' }] }, webhook: { url: hook, secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` } });
    await until('the call of the schedule', async () => /carbonapp_schedules_calls_total/.test(await (await fetch(`${api}/metrics`)).text()));
  }

  const alerts = () => readYaml('deploy/monitoring/alerts.yaml').groups.flatMap((g) => g.rules.map((r) => r.expr));
  const panels = (dashboard) => dashboard.panels.flatMap((p) => (p.targets ?? []).map((t) => t.expr));
  const ours = (dashboard) => dashboard.widgets.flatMap((w) => w.properties.metrics).filter(([namespace]) => namespace === 'CarbonApp');
  const grafana = () => readJson('deploy/monitoring/grafana-dashboard.json');
  const cloudWatch = () => readJson('deploy/monitoring/cloudwatch-dashboard.json');
  const cloudWatchFaults = (dashboard) => ours(dashboard).flatMap(([, instrument, label]) => {
    const name = seriesOfInstrument(instrument, series);
    return !name ? [`${instrument} is no instrument`]
      : label === 'service.name' || series.get(name).has(label.replaceAll('.', '_')) ? [] : [`${instrument} has no label ${label}`];
  });

  test('in the alert rules', () => assert.deepEqual(alerts().flatMap((q) => queryFaults(q, series)), []));
  test('in the Grafana dashboard', () => assert.deepEqual(panels(grafana()).flatMap((q) => queryFaults(q, series)), []));
  test('in the CloudWatch dashboard', () => assert.deepEqual(cloudWatchFaults(cloudWatch()), []));
  test('no two panels of a dashboard have one number or lie over each other', () => {
    const list = grafana().panels;
    assert.equal(new Set(list.map((p) => p.id)).size, list.length);
    assert.equal(new Set(list.map((p) => `${p.gridPos.x},${p.gridPos.y}`)).size, list.length);
  });

  testMutants('a panel', grafana, (d) => panels(d).flatMap((q) => queryFaults(q, series)), [
    ['a series that is not there', (d) => { d.panels[1].targets[0].expr = 'sum(rate(http_requests_total[5m]))'; }, /http_requests_total is no series/],
    ['a label that is not there', (d) => { d.panels[1].targets[0].expr = 'sum by (status) (rate(http_server_request_duration_seconds_count[5m]))'; }, /label status/],
    ['a filter by a label that is not there', (d) => { d.panels[1].targets[0].expr = 'http_server_active_requests{code="200"}'; }, /no label code/],
  ]);
  testMutants('a widget', cloudWatch, cloudWatchFaults, [
    ['an instrument that is not there', (d) => { ours(d)[0][1] = 'carbonapp.jobs.queued'; }, /carbonapp.jobs.queued is no instrument/],
    ['a dimension that is not there', (d) => { ours(d)[0][2] = 'queue'; }, /no label queue/],
  ]);
});
