// The Helm chart and the manifests rendered from it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { renderChart } from '../chart/render.mjs';
import { kubernetesFaults } from '../checks/kubernetes.mjs';
import { clone, testMutants } from '../mutants.mjs';
import { keptVariant, renderVariant, variants } from '../render.mjs';
import { documentsOf, pathOf, readText } from '../repository.mjs';

const chart = pathOf('deploy/helm/carbonapp');
const release = { name: 'carbonapp', namespace: 'carbonapp' };
/** The Secret that the values name as being there. */
const given = ['carbonapp'];

const objectsOf = (files) => Object.entries(files).flatMap(([name, text]) => documentsOf(text, name));
const rendered = (values = {}) => objectsOf(renderChart(chart, release, values));

for (const folder of Object.keys(variants)) {
  test(`${folder} is what the chart renders to`, () => {
    assert.deepEqual(keptVariant(folder), renderVariant(folder), 'run: npm --prefix tests/deploy run render');
  });

  test(`${folder} satisfies Kubernetes' schema and holds together`, () => {
    assert.deepEqual(kubernetesFaults(objectsOf(keptVariant(folder)), given), []);
  });
}

const others = {
  'a secret of its own': { secret: { existing: '', values: { DATABASE_URL: 'postgres://u:p@db/carbonapp', EL_MAPS_API_KEY: 'k' } } },
  'a Redis elsewhere and uploads': { redis: { enabled: false }, backup: { upload: { enabled: true, env: { BACKUP_S3_URL: 's3://bucket/carbonapp' } } } },
  'tolerations, a node selector and pull secrets': {
    tolerations: [{ key: 'arch', operator: 'Exists' }], nodeSelector: { 'kubernetes.io/os': 'linux' }, image: { pullSecrets: [{ name: 'registry' }] },
  },
  'no migrations, backups and ingress': { migrations: { enabled: false }, backup: { enabled: false }, ingress: { enabled: false } },
};
for (const [name, values] of Object.entries(others)) {
  test(`the chart with ${name} satisfies the same`, () => {
    const objects = rendered(values);
    const faults = kubernetesFaults(objects, given);
    assert.deepEqual(faults, []);
  });
}

test('a secret of the chart without an address of Postgres is refused', () => {
  assert.throws(() => rendered({ secret: { existing: '' } }), /DATABASE_URL is needed/);
});

test('without an autoscaler Api shares its limits among the replicas there are', () => {
  const api = container(rendered({ autoscaling: { enabled: false }, replicaCount: 4 }), 'carbonapp-api');
  assert.equal(api.env.find((e) => e.name === 'RateLimits__Replicas').value, '4');
});

test('the namespace enforces the restricted pod security standard', () => {
  const [namespace] = documentsOf(readText('deploy/kubernetes/namespace.yaml'), 'namespace.yaml');
  assert.deepEqual(kubernetesFaults([namespace]), []);
  assert.equal(namespace.metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted');
});

test('helm renders the same', (t) => {
  const helm = spawnSync('helm', ['template', release.name, chart, '--namespace', release.namespace, '--kube-version', '1.31.0'], { encoding: 'utf8' });
  if (helm.error) {
    t.skip('helm is not installed');
    return;
  }

  const byName = (objects) => new Map(objects.map((o) => [`${o.kind}/${o.metadata.name}`, o]));
  assert.deepEqual(byName(documentsOf(helm.stdout, 'helm')), byName(rendered()));
});

const find = (objects, kind, name) => objects.find((o) => o.kind === kind && o.metadata.name === name);
const container = (objects, name) => find(objects, 'Deployment', name).spec.template.spec.containers[0];
const base = objectsOf(keptVariant('deploy/kubernetes/base'));
testMutants('a manifest', () => clone(base), (objects) => kubernetesFaults(objects, given), [
  ['a readiness probe gone', (o) => { delete container(o, 'carbonapp-api').readinessProbe; }, /lacks a probe/],
  ['an ingress taken for the visitor', (o) => { container(o, 'carbonapp-web').env = container(o, 'carbonapp-web').env.filter((e) => e.name !== 'ForwardedHeaders__KnownProxies'); }, /take its ingress for the visitor/],
  ['limits shared out among too few', (o) => { container(o, 'carbonapp-api').env.find((e) => e.name === 'RateLimits__Replicas').value = '3'; }, /told of 3 replicas.*may be 10/],
  ['a misspelt field', (o) => { container(o, 'carbonapp-api').livenesProbe = {}; }, /knows no .*livenesProbe/],
  ['a text where a number belongs', (o) => { find(o, 'HorizontalPodAutoscaler', 'carbonapp-api').spec.maxReplicas = 'ten'; }, /maxReplicas type/],
  ['a probe at a port that is not there', (o) => { container(o, 'carbonapp-web').livenessProbe.httpGet.port = 'https'; }, /asks its livenessProbe at the port https/],
  ['a writable root', (o) => { container(o, 'carbonapp-web').securityContext.readOnlyRootFilesystem = false; }, /writable root/],
  ['root', (o) => { find(o, 'CronJob', 'carbonapp-backup').spec.jobTemplate.spec.template.spec.securityContext.runAsNonRoot = false; }, /may run as root/],
  ['no limits', (o) => { delete find(o, 'Job', 'carbonapp-migrate').spec.template.spec.containers[0].resources.limits; }, /lacks requests or limits/],
  ['an autoscaler of nothing', (o) => { find(o, 'HorizontalPodAutoscaler', 'carbonapp-web').spec.scaleTargetRef.name = 'web'; }, /scales Deployment\/web/],
  ['a service that selects nothing', (o) => { find(o, 'Service', 'carbonapp-api').spec.selector['app.kubernetes.io/component'] = 'apl'; }, /selects no pod/],
  ['a secret that is not there', (o) => { container(o, 'carbonapp-api').env.find((e) => e.name === 'DATABASE_URL').valueFrom.secretKeyRef.name = 'other'; }, /needs Secret\/other/],
  ['no network policy', (o) => o.filter((x) => !(x.kind === 'NetworkPolicy' && x.metadata.name === 'carbonapp-redis')), /has no NetworkPolicy/],
  ['no disruption budget', (o) => o.filter((x) => x.kind !== 'PodDisruptionBudget'), /has no PodDisruptionBudget/],
  ['a kill before draining', (o) => { find(o, 'Deployment', 'carbonapp-api').spec.template.spec.terminationGracePeriodSeconds = 20; }, /killed before it has drained/],
  ['an ingress without a certificate', (o) => { delete find(o, 'Ingress', 'carbonapp').spec.tls; }, /has no certificate/],
  ['metrics for the world', (o) => { find(o, 'Ingress', 'carbonapp-metrics').metadata.annotations = {}; }, /Ingress\/carbonapp shows the metrics/],
  ['the latest image', (o) => { container(o, 'carbonapp-api').image = 'x/carbonapp-api:latest'; }, /not of one version/],
]);

testMutants('a manifest with KEDA', () => clone(objectsOf(keptVariant('deploy/kubernetes/keda'))), (objects) => kubernetesFaults(objects, given), [
  ['two autoscalers of one deployment', (o) => { o.push({ ...clone(find(base, 'HorizontalPodAutoscaler', 'carbonapp-api')) }); }, /scaled by 2 autoscalers/],
  ['no authentication', (o) => o.filter((x) => x.kind !== 'TriggerAuthentication'), /needs TriggerAuthentication/],
]);
