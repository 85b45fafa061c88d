// The templates of AWS, Azure and Google Cloud, as far as they show their faults without a cloud.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { armFaults } from '../checks/arm.mjs';
import { environmentOf, forwardingFaults } from '../checks/forwarding.mjs';
import { cloudFormationFaults, readTemplate } from '../checks/cloudformation.mjs';
import { testMutants } from '../mutants.mjs';
import { pathOf, readJson, readText } from '../repository.mjs';

const stack = () => readTemplate(readText('deploy/aws/cloudformation.yaml'));
test('the CloudFormation template refers to nothing that is not there, and is complete', () => assert.deepEqual(cloudFormationFaults(stack()), []));
testMutants('the CloudFormation template', stack, cloudFormationFaults, [
  ['a dangling Ref', (t) => { t.Resources.WebService.Properties.Cluster.Ref = 'Clutser'; }, /WebService refers to Clutser/],
  ['a GetAtt of an attribute that is not given', (t) => { t.Resources.ApiTask.Properties.ExecutionRoleArn['Fn::GetAtt'] = 'ExecutionRole.Name'; }, /asks ExecutionRole for Name/],
  ['a Sub of nothing', (t) => { t.Resources.ApiScaling.Properties.ResourceId['Fn::Sub'] = 'service/${Cluster}/${Api.Name}'; }, /refers to Api,/],
  ['a misspelt property', (t) => { t.Resources.Database.Properties.BackupRetention = 30; }, /has no BackupRetention/],
  ['no listener with TLS', (t) => { delete t.Resources.HttpsListener.Properties.Certificates; }, /HTTPS with a certificate/],
  ['a database open to the world', (t) => { t.Resources.DatabaseSecurityGroup.Properties.SecurityGroupIngress[0].CidrIp = '0.0.0.0/0'; }, /DatabaseSecurityGroup lets the world in/],
  ['a load balancer at another port', (t) => { t.Resources.WebService.Properties.LoadBalancers[0].ContainerPort = 80; }, /sent to web:80/],
  ['a parameter that nobody uses', (t) => { t.Parameters.Unused = { Type: 'String' }; }, /Unused is not used/],
  ['a load balancer taken for the visitor', (t) => { t.Resources.WebTask.Properties.ContainerDefinitions[0].Environment.splice(1, 1); }, /WebTask takes the proxy before it for the visitor/],
  ['limits shared out among too few', (t) => { t.Resources.ApiTask.Properties.ContainerDefinitions[0].Environment.find((e) => e.Name === 'RateLimits__Replicas').Value = '2'; }, /ApiTask is told of 2 replicas/],
  ['an unknown condition', (t) => { delete t.Conditions.HasElectricityMaps; }, /condition HasElectricityMaps/],
]);

function ecsFaults({ task, service }) {
  const [container] = task.containerDefinitions;
  return [
    ...(task.cpu === '512' && task.memory === '1024' && task.requiresCompatibilities[0] === 'FARGATE' && task.networkMode === 'awsvpc' ? [] : ['the task is not Fargate 512/1024']),
    ...(container.readonlyRootFilesystem && Number(container.user) > 0 && container.stopTimeout > 20 ? [] : ['the container runs as root, writes to its image or is killed before it has drained']),
    ...(container.healthCheck.command.at(-1) === '--health' ? [] : ['the container does not ask itself for its health']),
    ...(container.logConfiguration.logDriver === 'awslogs' ? [] : ['the container keeps no log']),
    ...(container.environment.some((e) => /URL|KEY/.test(e.name)) ? ['a secret is not in Secrets Manager'] : []),
    ...(container.secrets ?? []).filter((s) => !s.valueFrom.startsWith('arn:aws:secretsmanager:')).map((s) => `${s.name} is not from Secrets Manager`),
    ...forwardingFaults(environmentOf(container.environment), container.name === 'api' ? String(service.desiredCount) : undefined),
    ...(service.taskDefinition === task.family ? [] : ['the service runs another task']),
    ...(service.loadBalancers ?? []).filter((l) => l.containerName !== container.name || l.containerPort !== container.portMappings[0].containerPort).map((l) => `the load balancer sends to ${l.containerName}:${l.containerPort}`),
  ];
}
for (const part of ['api', 'web']) {
  const read = () => ({ task: readJson(`deploy/aws/task-${part}.json`), service: readJson(`deploy/aws/service-${part}.json`) });
  test(`ECS task and service of ${part} fit each other`, () => assert.deepEqual(ecsFaults(read()), []));
  testMutants(`ECS of ${part}`, read, ecsFaults, [
    ['a writable root', (e) => { e.task.containerDefinitions[0].readonlyRootFilesystem = false; }, /writes to its image/],
    ['a secret in the environment', (e) => { e.task.containerDefinitions[0].environment.push({ name: 'DATABASE_URL', value: 'x' }); }, /not in Secrets Manager/],
    ['a load balancer taken for the visitor', (e) => { e.task.containerDefinitions[0].environment.find((v) => /Known/.test(v.name)).value = '127.0.0.0/8,::1'; }, /takes the proxy before it/],
    ['everybody believed', (e) => { e.task.containerDefinitions[0].environment.find((v) => /Known/.test(v.name)).value += ',0.0.0.0/0'; }, /believes everybody/],
    ['another task', (e) => { e.service.taskDefinition = 'other'; }, /runs another task/],
  ]);
}

for (const name of ['container-apps', 'container-instances']) {
  const read = () => readJson(`deploy/azure/${name}.json`);
  test(`the Azure template ${name} refers to nothing that is not there`, () => assert.deepEqual(armFaults(read()), []));
  testMutants(`the Azure template ${name}`, read, armFaults, [
    ['a parameter that is not there', (t) => { delete t.parameters.tag; }, /parameters\('tag'\), which is not there/],
    ['a secret that Azure would show', (t) => { t.parameters.databaseUrl.type = 'string'; }, /databaseUrl'\) is a secret/],
    ['no probe', (t) => JSON.parse(JSON.stringify(t).replaceAll('/health/ready', '/ready').replaceAll('"Readiness"', '"Liveness"')), /lacks a probe/],
    ['a bracket too few', (t) => JSON.parse(JSON.stringify(t).replace("parameters('registry'))", "parameters('registry')").replace("parameters('tag'))]", "parameters('tag')]")), /bracket|is not/],
  ]);
}
testMutants('ECS of api', () => ({ task: readJson('deploy/aws/task-api.json'), service: readJson('deploy/aws/service-api.json') }), ecsFaults, [
  ['more replicas than share the limits', (e) => { e.service.desiredCount = 4; }, /told of 2 replicas.* may be 4/],
]);
testMutants('the Azure template container-instances', () => readJson('deploy/azure/container-instances.json'), armFaults, [
  ['a gateway taken for the visitor', (t) => { t.parameters.knownProxies.defaultValue = ''; }, /web takes the proxy before it/],
]);
testMutants('the Azure template container-apps', () => readJson('deploy/azure/container-apps.json'), armFaults, [
  ['a secret that the app does not have', (t) => { t.resources.find((r) => r.name.includes("'api'")).properties.configuration.secrets = []; }, /asks for the secret database-url/],
  ['an ingress taken for the visitor', (t) => { t.variables.apiEnvironment = t.variables.apiEnvironment.filter((e) => !/Known/.test(e.name)); }, /'api'.*takes the proxy before it/],
  ['limits shared out among too few', (t) => { t.variables.apiEnvironment.find((e) => /Replicas/.test(e.name)).value = '2'; }, /told of 2 replicas/],
  ['a resource gone', (t) => { t.resources = t.resources.filter((r) => !r.type.endsWith('managedEnvironments')); }, /depends on .*managedEnvironments/],
]);

const cloudRun = (name) => parse(readText(`deploy/gcp/${name}.service.yaml`));
const knownProxies = () => readText('deploy/gcp/deploy.sh').match(/KNOWN_PROXIES:=(.+)\}"/)[1];
function cloudRunFaults(service) {
  const { metadata, spec } = service.spec.template;
  const scale = (key) => metadata.annotations[`autoscaling.knative.dev/${key}Scale`];
  const [container] = spec.containers;
  const environment = environmentOf(container.env.map((e) => ({ ...e, value: e.value === '${KNOWN_PROXIES}' ? knownProxies() : e.value })));
  return [
    ...forwardingFaults(environment, container.name === 'api' ? scale('max') : undefined),
    ...(scale('min') === '1' && scale('max') === '10' && spec.containerConcurrency === 80 ? [] : ['is not 1 to 10 replicas of 80 requests each']),
    ...(container.startupProbe?.httpGet.path === '/health/live' && container.livenessProbe?.httpGet.path === '/health/live' ? [] : ['lacks a probe']),
    ...(container.ports[0].containerPort === 8080 ? [] : ['is not on port 8080']),
    ...container.env.filter((e) => /URL$|KEY$/.test(e.name) && !e.valueFrom?.secretKeyRef).map((e) => `${e.name} is not a secret`),
    ...(service.metadata.name !== 'carbonapp-api' || service.metadata.annotations['run.googleapis.com/ingress'] === 'internal' ? [] : ['Api is open to the world']),
    ...(service.metadata.name !== 'carbonapp-api' || metadata.annotations['run.googleapis.com/cpu-throttling'] === 'false' ? [] : ['jobs get no CPU between requests']),
  ];
}
for (const name of ['api', 'web']) {
  test(`the Cloud Run service of ${name} is as promised`, () => assert.deepEqual(cloudRunFaults(cloudRun(name)), []));
}
testMutants('a Cloud Run service', () => cloudRun('api'), cloudRunFaults, [
  ['no replica at rest', (s) => { s.spec.template.metadata.annotations['autoscaling.knative.dev/minScale'] = '0'; }, /1 to 10/],
  ['no probe', (s) => { delete s.spec.template.spec.containers[0].livenessProbe; }, /lacks a probe/],
  ['a front taken for the visitor', (s) => { s.spec.template.spec.containers[0].env = s.spec.template.spec.containers[0].env.filter((e) => !/Known/.test(e.name)); }, /takes the proxy before it/],
  ['limits shared out among too few', (s) => { s.spec.template.metadata.annotations['autoscaling.knative.dev/maxScale'] = '20'; }, /told of 10 replicas.* may be 20/],
  ['an open Api', (s) => { s.metadata.annotations['run.googleapis.com/ingress'] = 'all'; }, /open to the world/],
]);

test('deploy.sh of Google Cloud migrates, then replaces Api, then Web with the name of Api', (t) => {
  if (spawnSync('envsubst', ['--version']).error) {
    t.skip('needs envsubst (Debian: gettext-base)');
    return;
  }

  const work = mkdtempSync(join(tmpdir(), 'gcloud-'));
  t.after(() => rmSync(work, { recursive: true }));
  writeFileSync(join(work, 'gcloud'), `#!/bin/sh\necho "$1 $2 $3" >>${work}/calls\ncase "$*" in *"describe carbonapp-api"*) echo https://api-x.run.app;; *replace*) cat "$4" >>${work}/replaced;; esac\n`);
  chmodSync(join(work, 'gcloud'), 0o755);
  const run = spawnSync(pathOf('deploy/gcp/deploy.sh'), [], { env: { ...process.env, PATH: `${work}:${process.env.PATH}`, PROJECT: 'p', REGION: 'r', TAG: '9' }, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(readFileSync(join(work, 'calls'), 'utf8').trim().split('\n').filter((c) => /replace|execute/.test(c)), ['run jobs replace', 'run jobs execute', 'run services replace', 'run services replace']);
  const replaced = readFileSync(join(work, 'replaced'), 'utf8');
  assert.match(replaced, /https:\/\/api-x\.run\.app/);
  assert.match(replaced, /r-docker\.pkg\.dev\/p\/carbonapp\/carbonapp-web:9/);
  assert.doesNotMatch(replaced.replaceAll(/^#.*$/gm, ''), /\$\{/);
});
