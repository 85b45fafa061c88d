// Api as a process of its own, from its Release build.
import { existsSync } from 'node:fs';
import { pathOf } from '../repository.mjs';
import { freePort, start, until } from './processes.mjs';

const build = process.env.CARBONAPP_BUILD ?? 'release';
export const apiProgram = pathOf(`artifacts/bin/CarbonApp.Api/${build}/CarbonApp.Api.dll`);
export const cliProgram = pathOf(`artifacts/bin/CarbonApp.Cli/${build}/carbon.dll`);
const webFolder = pathOf(`artifacts/bin/CarbonApp.Web/${build}`);

/** Starts Api offline and waits until it is ready. */
export async function startApi(postgres, redis, environment = {}) {
  if (!existsSync(apiProgram)) {
    throw new Error(`${apiProgram} is missing: dotnet build CarbonApp.Api -c Release`);
  }

  const url = `http://127.0.0.1:${await freePort()}`;
  const api = start('dotnet', [apiProgram, '--urls', url], {
    cwd: pathOf(`artifacts/bin/CarbonApp.Api/${build}`),
    env: { ...process.env, DATABASE_URL: postgres.url, REDIS_URL: redis.url, Sources__Offline: 'true', ASPNETCORE_ENVIRONMENT: 'Production', ...environment },
  });
  await until('Api', async () => (await fetch(`${url}/health/ready`).catch(() => null))?.ok, api);
  return { url, process: api, stop: () => api.ended('SIGTERM') };
}

/** Starts Web before an Api. */
export async function startWeb(apiUrl) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const web = start('dotnet', [`${webFolder}/CarbonApp.Web.dll`, '--urls', url], {
    cwd: webFolder, env: { ...process.env, services__api__http__0: apiUrl, ASPNETCORE_ENVIRONMENT: 'Production' },
  });
  await until('Web', async () => (await fetch(`${url}/health/ready`).catch(() => null))?.ok, web);
  return { url, process: web, stop: () => web.ended('SIGTERM') };
}
