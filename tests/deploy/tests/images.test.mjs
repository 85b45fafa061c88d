// The images, built and run: as their user, from a read-only root, told healthy by themselves, drained by SIGTERM.
//   CARBONAPP_IMAGES=api tests/deploy/run.sh images    builds and runs that of Api only
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathOf } from '../repository.mjs';
import { images, imagesMissing, runInRoot } from '../servers/images.mjs';
import { freePort, until } from '../servers/processes.mjs';
import { startPostgres, startRedis, storesMissing } from '../servers/stores.mjs';

const targets = (process.env.CARBONAPP_IMAGES ?? 'api web cli').split(' ');
const storage = pathOf('artifacts/images');

describe('images', { skip: imagesMissing() ?? storesMissing() ?? false }, () => {
  const built = images(storage);
  const open = [];
  let root;
  let config;
  let environment;
  before(async () => {
    mkdirSync(storage, { recursive: true });
    await built.prepare();
    for (const target of targets) {
      // The base of the build stages holds no Node, unlike this machine.
      assert.doesNotMatch(await built.build(target), /Fetching reference data|Web client: building/);
    }

    root = await openImage('api');
    config = await built.config('api');
    const [postgres, redis] = [await startPostgres(), await startRedis(mkdtempSync(join(tmpdir(), 'carbonapp-redis-')))];
    open.push(() => postgres.destroy(), () => redis.destroy());
    environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, Sources__Offline: 'true', ASPNETCORE_HTTP_PORTS: String(await freePort()) };
  });
  after(async () => {
    for (const close of open.reverse()) {
      await close();
    }
  });

  async function openImage(target) {
    const image = await built.open(target);
    open.push(image.close);
    return image.root;
  }

  for (const target of targets) {
    test(`the image ${target} says how it is run`, async () => {
      const said = await built.config(target);
      assert.equal(said.User, '1654');
      assert.deepEqual(said.Entrypoint.slice(0, 1), ['dotnet']);
      if (target !== 'cli') {
        assert.equal(said.StopSignal, 'SIGTERM');
        assert.deepEqual(Object.keys(said.ExposedPorts), ['8080/tcp']);
        assert.deepEqual(said.Healthcheck.Test, ['CMD', ...said.Entrypoint, '--health']);
      }
    });
  }

  test('what is added to the base is below 30 MB', (t) => {
    const megabytes = Number(spawnSync('du', ['-sm', join(root, 'app')], { encoding: 'utf8' }).stdout.split('\t')[0]);
    t.diagnostic(`/app: ${megabytes} MB; whole: ${spawnSync('du', ['-sm', root], { encoding: 'utf8' }).stdout.split('\t')[0]} MB on the offline base`);
    assert.ok(megabytes < 30);
  });

  test('--health fails while nothing runs', async () => {
    assert.equal(await runInRoot(root, config, config.Healthcheck.Test.slice(1), environment).exited, 1);
  });

  test('--migrate brings the schema up to date, and finds nothing to do the second time', async () => {
    const command = [...config.Entrypoint, '--migrate'];
    const [first, second] = [runInRoot(root, config, command, environment), runInRoot(root, config, command, environment)];
    assert.deepEqual([await first.exited, await second.exited], [0, 0], first.output + second.output);
    const applied = [first, second].map((r) => Number(/; (\d+) applied now/.exec(r.output)[1])).sort();
    assert.ok(applied[0] === 0 && applied[1] > 0, applied.join());
  });

  test('a page of Web and an answer of the command line come of a plan of Api, each image as its user from a read-only root', { skip: targets.length < 3 && 'only the image of Api was wanted' }, async () => {
    const address = `http://127.0.0.1:${environment.ASPNETCORE_HTTP_PORTS}`;
    const api = runInRoot(root, config, config.Entrypoint, environment);
    open.push(() => api.child.kill('SIGKILL'));
    await until('Api', async () => (await fetch(`${address}/health/ready`).catch(() => null))?.ok, api);

    const [webRoot, webConfig] = [await openImage('web'), await built.config('web')];
    const webEnvironment = { services__api__http__0: address, ASPNETCORE_HTTP_PORTS: String(await freePort()) };
    const web = runInRoot(webRoot, webConfig, webConfig.Entrypoint, webEnvironment);
    open.push(() => web.child.kill('SIGKILL'));
    const site = `http://127.0.0.1:${webEnvironment.ASPNETCORE_HTTP_PORTS}`;
    await until('Web', async () => (await fetch(`${site}/health/ready`).catch(() => null))?.ok, web);
    assert.equal(await runInRoot(webRoot, webConfig, webConfig.Healthcheck.Test.slice(1), webEnvironment).exited, 0);
    const page = await (await fetch(`${site}/plan?site=GB&duration=3h`)).text();
    assert.match(page, /<h1[^>]*>/);
    assert.match(page, /<title>Start [^<]*</, 'the page has no answer of Api');
    const asset = /(?:href|src)="(\/[^"]+\.(?:css|js))"/.exec(page)[1];
    assert.equal((await fetch(site + asset)).status, 200, `${asset} is not in the image`);

    const [cliRoot, cliConfig] = [await openImage('cli'), await built.config('cli')];
    const cli = runInRoot(cliRoot, cliConfig, [...cliConfig.Entrypoint, 'plan', '--zone', 'GB', '--duration', '3h', '--output', 'json'], { CARBONAPP_API: address });
    assert.equal(await cli.exited, 0, cli.output);
    assert.match(cli.output, /"segments":/, cli.output);

    for (const process of [web, api]) {
      process.child.kill('SIGTERM');
      assert.equal(await process.exited, 0, process.output.slice(-2_000));
    }
  });

  test('it runs from a read-only root as its user, is healthy, and finishes an upload after SIGTERM', async () => {
    const api = runInRoot(root, config, config.Entrypoint, environment);
    open.push(() => api.child.kill('SIGKILL'));
    const url = `http://127.0.0.1:${environment.ASPNETCORE_HTTP_PORTS}`;
    await until('Api', async () => (await fetch(`${url}/health/ready`).catch(() => null))?.ok, api);
    assert.equal(spawnSync('ps', ['-o', 'uid=', '-p', String(api.child.pid)], { encoding: 'utf8' }).stdout.trim(), '1654');
    assert.equal(await runInRoot(root, config, config.Healthcheck.Test.slice(1), environment).exited, 0);

    let answered;
    const answer = new Promise((done, fail) => {
      const upload = request(`${url}/api/v2/imports?zone=XX-DRAIN`, { method: 'POST' }, (response) => {
        answered = Date.now();
        response.resume();
        done(response.statusCode);
      });
      upload.on('error', fail);
      upload.write('time,gCO2eq/kWh\n2024-01-01T00:00:00Z,1\n');
      setTimeout(() => upload.end('2024-01-01T01:00:00Z,2\n2024-01-01T02:00:00Z,3\n'), 3_000);
    });
    await sleep(1_000);
    const stopped = Date.now();
    api.child.kill(config.StopSignal);
    assert.equal(await answer, 200);
    assert.ok(answered > stopped + 1_000, 'the upload ended before the signal: nothing was drained');
    assert.equal(await api.exited, 0, api.output.slice(-2_000));
    assert.ok(Date.now() - stopped < 20_000);
  });
});
