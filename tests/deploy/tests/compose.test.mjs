// The Dockerfile, the compose file and the configuration of nginx.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { composeFaults } from '../checks/compose.mjs';
import { dockerfileFaults } from '../checks/dockerfile.mjs';
import { testMutants } from '../mutants.mjs';
import { readText } from '../repository.mjs';
import { freePort, start, until } from '../servers/processes.mjs';

const docker = () => ({ dockerfile: readText('deploy/docker/Dockerfile'), ignore: readText('.dockerignore') });
const edit = (from, to) => (d) => ({ ...d, dockerfile: d.dockerfile.replace(from, to) });
test('the Dockerfile holds together', () => assert.deepEqual(dockerfileFaults(docker()), []));
testMutants('the Dockerfile', docker, dockerfileFaults, [
  ['root', edit('USER 1654\nEXPOSE', 'EXPOSE'), /runs as root/],
  ['no health check', edit(/HEALTHCHECK .*Web.dll.*\n/, ''), /web: does not ask itself/],
  ['a shell around the program', edit('ENTRYPOINT ["dotnet", "/app/CarbonApp.Api.dll"]', 'ENTRYPOINT dotnet /app/CarbonApp.Api.dll'), /without a shell/],
  ['a copy from a stage that is not there', edit('--from=client', '--from=islands'), /islands, which is no stage/],
  ['a base of no version', edit('aspnet:10.0-noble-chiseled', 'aspnet'), /neither a stage/],
  ['another port', edit(/8080/g, '80'), /not on port 8080/],
  ['a project kept out of the context', (d) => ({ ...d, ignore: d.ignore.replace('!CarbonApp.Engine\n', '') }), /needs CarbonApp.Engine/],
]);

const files = () => {
  const text = readText('deploy/compose/compose.yaml');
  return { text, compose: parse(text, { merge: true }), example: readText('deploy/compose/.env.example'), dockerfile: readText('deploy/docker/Dockerfile') };
};
test('the compose file satisfies its schema and holds together', () => assert.deepEqual(composeFaults(files()), []));
testMutants('the compose file', files, composeFaults, [
  ['a misspelt key', (f) => { f.compose.services.api.enviroment = {}; }, /additional properties/],
  ['Web taken for the visitor', (f) => { delete f.compose.services.api.environment.ForwardedHeaders__KnownProxies; }, /take the container before it for the visitor/],
  ['a neighbour who may say who calls', (f) => { f.compose.services.web.environment.ForwardedHeaders__KnownProxies += ',192.168.0.0/16'; }, /believes 192.168.0.0\/16/],
  ['a health that nobody tells', (f) => { delete f.compose.services.redis.healthcheck; }, /waits for the health of redis/],
  ['a target that is not there', (f) => { f.compose.services.web.build.target = 'site'; }, /builds the target site/],
  ['a volume that is not there', (f) => { delete f.compose.volumes.postgres; }, /mounts the volume postgres/],
  ['a file that is not there', (f) => { f.compose.services.prometheus.volumes[0] = '../monitoring/none.yaml:/x:ro'; }, /none.yaml, which is not there/],
  ['Postgres open to the world', (f) => { f.compose.services.postgres.ports = ['5432:5432']; }, /opens 5432:5432 to the world/],
  ['a variable nobody is told of', (f) => { f.text += '${SECRET_THING}'; }, /SECRET_THING/],
  ['no limit of memory', (f) => { delete f.compose.services.api.deploy; }, /no limit of memory/],
]);

test('nginx takes its configuration, which allows TLS 1.2 and 1.3 only, and shows the world no metrics', async (t) => {
  if (spawnSync('nginx', ['-v']).error) {
    t.skip('needs nginx');
    return;
  }

  const work = mkdtempSync(join(tmpdir(), 'nginx-'));
  t.after(() => rmSync(work, { recursive: true }));
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-keyout', join(work, 'privkey.pem'), '-out', join(work, 'fullchain.pem')]);
  assert.equal(made.status, 0, String(made.stderr));
  const web = createServer((request, response) => response.end(request.headers['x-forwarded-for']));
  await new Promise((listening) => web.listen(0, '127.0.0.1', listening));
  t.after(() => web.close());
  const [http, https] = [await freePort(), await freePort()];
  const write = (template) => {
    const site = template.replaceAll('${SERVER_NAME}', 'localhost').replaceAll('${WEB_UPSTREAM}', `127.0.0.1:${web.address().port}`).replaceAll('/etc/nginx/certificates', work)
      .replace('listen 80', `listen 127.0.0.1:${http}`).replace('listen 443', `listen 127.0.0.1:${https}`);
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${work}/${kind};`).join(' ');
    writeFileSync(join(work, 'nginx.conf'), `daemon off;\npid ${work}/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off; ${folders}\n${site}\n}\n`);
    return ['-c', join(work, 'nginx.conf')];
  };
  const check = (template) => spawnSync('nginx', ['-t', ...write(template)], { encoding: 'utf8' });
  const template = readText('deploy/nginx/carbonapp.conf.template');
  assert.match(template, /ssl_protocols TLSv1\.2 TLSv1\.3;/);
  assert.notEqual(check(template.replace('ssl_protocols', 'ssl_protcols')).status, 0);
  assert.notEqual(check(template.replace('http://carbonapp_web', 'http://carbonapp_site:1')).status, 0);

  const server = start('nginx', write(template));
  t.after(() => server.ended('SIGTERM'));
  const ask = (path) => new Promise((done) => {
    get({ port: https, path, rejectUnauthorized: false }, (answer) => answer.setEncoding('utf8').on('data', (text) => done({ status: answer.statusCode, text }))).on('error', () => done({}));
  });
  await until('nginx', async () => (await ask('/')).status === 200, server);
  assert.equal((await ask('/')).text, '127.0.0.1', 'the visitor is not named to Web');
  for (const path of ['/metrics', '/metrics/', '/Metrics', '/%6Detrics?x']) {
    assert.equal((await ask(path)).status, 404, path);
  }
});
