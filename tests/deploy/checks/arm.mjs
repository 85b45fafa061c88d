// Faults of an Azure Resource Manager template that show without Azure: expressions that refer to nothing, and containers without what they need.
import { environmentOf, forwardingFaults } from './forwarding.mjs';

export function armFaults(template) {
  const text = JSON.stringify(template);
  const expressions = [...text.matchAll(/"(\[(?:[^"\\]|\\.)*\])"/g)].map((m) => m[1]);
  const faults = [];
  for (const expression of expressions) {
    for (const [, kind, name] of expression.matchAll(/\b(parameters|variables)\('(\w+)'\)/g)) {
      if (!Object.hasOwn(template[kind] ?? {}, name)) {
        faults.push(`${expression} refers to ${kind}('${name}'), which is not there`);
      }
    }

    if ((expression.match(/\(/g) ?? []).length !== (expression.match(/\)/g) ?? []).length) {
      faults.push(`${expression} has a bracket too many or too few`);
    }
  }

  for (const kind of ['parameters', 'variables']) {
    const unused = Object.keys(template[kind] ?? {}).filter((name) => !text.includes(`${kind}('${name}')`));
    faults.push(...unused.map((name) => `${kind}('${name}') is not used`));
  }

  for (const [name, { type }] of Object.entries(template.parameters)) {
    if (/password|key$|url$/i.test(name) && type !== 'securestring') {
      faults.push(`parameters('${name}') is a secret that Azure would show`);
    }
  }

  const ids = template.resources.map((r) => `[resourceId('${r.type}', ${r.name.slice(1, -1)})]`);
  for (const resource of template.resources) {
    const needs = resource.dependsOn ?? [];
    faults.push(...needs.filter((id) => !ids.includes(id)).map((id) => `${resource.name} depends on ${id}, which is not there`));
    const asked = [...JSON.stringify(resource.properties ?? {}).matchAll(/reference\((resourceId\('[\w./]+', [^)]+\)\))/g)].map((m) => `[${m[1]})]`.replace('))]', ')]'));
    faults.push(...asked.filter((id) => !ids.some((known) => known.startsWith(id.slice(0, -2)))).map((id) => `${resource.name} asks ${id}, which is not there`));
    faults.push(...containerFaults(resource, template).map((f) => `${resource.name}: ${f}`));
  }

  return faults;
}

/** Container apps and groups: probes, secrets, resources. */
function containerFaults(resource, template) {
  // As it is where no parameter is given.
  const told = (list) => environmentOf(list.map((e) => ({ ...e, value: e.value?.replace(/^\[parameters\('(\w+)'\)\]$/, (_, name) => template.parameters[name]?.defaultValue) })));
  if (resource.type === 'Microsoft.ContainerInstance/containerGroups') {
    return resource.properties.containers.flatMap(({ name, properties }) => [
      ...(name === 'redis' || (properties.livenessProbe?.httpGet.path === '/health/live' && properties.readinessProbe?.httpGet.path === '/health/ready') ? [] : [`${name} lacks a probe`]),
      ...(name === 'redis' || properties.ports.some((p) => p.port === properties.livenessProbe?.httpGet.port) ? [] : [`${name} is asked at a port it does not have`]),
      ...(name === 'redis' ? [] : forwardingFaults(told(properties.environmentVariables), name === 'api' ? '1' : undefined, false).map((f) => `${name} ${f}`)),
      ...properties.environmentVariables.filter((v) => /URL|KEY/.test(v.name) && v.value?.includes('parameters(')).map((v) => `${name} shows ${v.name}`),
    ]);
  }

  const template2 = resource.properties?.template;
  if (!template2) {
    return [];
  }

  const secrets = (resource.properties.configuration.secrets ?? []).map((s) => s.name);
  const environments = template2.containers.map((c) => (typeof c.env === 'string' ? [...template.variables.apiEnvironment, ...template.variables.keyEnvironment] : c.env ?? []));
  const asked = [...environments.flat().map((e) => e.secretRef), ...(template2.scale?.rules ?? []).flatMap((r) => (r.custom?.auth ?? []).map((a) => a.secretRef))].filter(Boolean);
  const isServer = resource.type === 'Microsoft.App/containerApps' && resource.properties.configuration.ingress.targetPort === 8080;
  const replicas = template2.containers[0].name === 'api' ? `[string(${template2.scale.maxReplicas.slice(1, -1)})]` : undefined;
  return [
    ...(isServer ? forwardingFaults(told(environments[0]), replicas) : []),
    ...asked.filter((s) => !secrets.includes(s)).map((s) => `asks for the secret ${s}, which it does not have`),
    ...(!isServer || ['Startup', 'Liveness', 'Readiness'].every((type) => template2.containers[0].probes?.some((p) => p.type === type && p.httpGet.port === 8080)) ? [] : ['lacks a probe']),
    ...(!isServer || template2.scale.rules.some((r) => r.custom?.type === 'cpu' && r.custom.metadata.value === '70') ? [] : ['is not scaled at 70 % of its CPU']),
    ...(!isServer || template2.terminationGracePeriodSeconds > 20 ? [] : ['is killed before it has drained']),
  ];
}
