// Faults of a set of Kubernetes manifests: of each against Kubernetes' own schema, and of all as one system.
import { schemaFaults as schemaFaultsOf } from './kubernetes-schema.mjs';

/** Kinds of KEDA, which Kubernetes' schema does not know. */
const keda = {
  ScaledObject: ['scaleTargetRef', 'minReplicaCount', 'maxReplicaCount', 'pollingInterval', 'cooldownPeriod', 'fallback', 'triggers'],
  TriggerAuthentication: ['secretTargetRef'],
};

const workloads = ['Deployment', 'Job', 'CronJob'];

/** @param objects manifests
 *  @param given names of Secrets that are there beforehand */
export function kubernetesFaults(objects, given = []) {
  return [
    ...objects.flatMap(schemaFaults),
    ...duplicates(objects),
    ...objects.filter((o) => workloads.includes(o.kind)).flatMap((o) => [...podFaults(o), ...referenceFaults(o, objects, given)]),
    ...objects.filter((o) => o.kind === 'Deployment').flatMap((o) => deploymentFaults(o, objects)),
    ...objects.flatMap((o) => linkFaults(o, objects)),
  ];
}

const nameOf = (object) => `${object.kind}/${object.metadata?.name}`;

function schemaFaults(object) {
  if (object.apiVersion === 'keda.sh/v1alpha1') {
    const known = keda[object.kind];
    return known ? Object.keys(object.spec).filter((k) => !known.includes(k)).map((k) => `${nameOf(object)}: KEDA knows no spec.${k}`) : [`${nameOf(object)}: not a kind of KEDA`];
  }

  return schemaFaultsOf(object).map((f) => `${nameOf(object)}: ${f}`);
}

function duplicates(objects) {
  const names = objects.map(nameOf);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`);
}

const podOf = (object) => (object.kind === 'CronJob' ? object.spec.jobTemplate.spec.template : object.spec.template);

const containersOf = (object) => [...(podOf(object).spec.initContainers ?? []), ...podOf(object).spec.containers];

/** The "restricted" pod security standard, a read-only root, and limits. */
function podFaults(object) {
  const { spec } = podOf(object);
  const faults = [];
  const need = (holds, what) => holds || faults.push(`${nameOf(object)}: ${what}`);
  need(spec.automountServiceAccountToken === false, 'the pod mounts a token it does not need');
  need(spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser > 0, 'the pod may run as root');
  need(spec.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'the pod has no seccomp profile');
  need(!spec.hostNetwork && !spec.hostPID && !(spec.volumes ?? []).some((v) => v.hostPath), 'the pod reaches into its host');
  for (const container of containersOf(object)) {
    const security = container.securityContext ?? {};
    const needs = (holds, what) => need(holds, `container ${container.name} ${what}`);
    needs(security.allowPrivilegeEscalation === false, 'may escalate privileges');
    needs(security.readOnlyRootFilesystem === true, 'has a writable root file system');
    needs(security.capabilities?.drop?.includes('ALL'), 'keeps capabilities');
    needs(container.resources?.requests?.cpu && container.resources.requests.memory && container.resources.limits?.memory && container.resources.limits.cpu, 'lacks requests or limits');
    needs(/:[^:/]+$/.test(container.image) && !container.image.endsWith(':latest'), `has the image ${container.image}, which is not of one version`);
  }

  return faults;
}

/** Secrets, ConfigMaps, claims and volumes that are named have to be there. */
function referenceFaults(object, objects, given) {
  const { spec } = podOf(object);
  const has = (kind, name) => objects.some((o) => o.kind === kind && o.metadata.name === name) || (kind === 'Secret' && given.includes(name));
  const faults = [];
  const need = (kind, name) => has(kind, name) || faults.push(`${nameOf(object)} needs ${kind}/${name}, which is not there`);
  for (const volume of spec.volumes ?? []) {
    if (volume.configMap) {
      need('ConfigMap', volume.configMap.name);
    }

    if (volume.persistentVolumeClaim) {
      need('PersistentVolumeClaim', volume.persistentVolumeClaim.claimName);
    }
  }

  for (const container of containersOf(object)) {
    (container.env ?? []).map((e) => e.valueFrom?.secretKeyRef?.name).filter(Boolean).forEach((name) => need('Secret', name));
    for (const mount of container.volumeMounts ?? []) {
      if (!(spec.volumes ?? []).some((v) => v.name === mount.name)) {
        faults.push(`${nameOf(object)}: container ${container.name} mounts ${mount.name}, which is no volume of the pod`);
      }
    }

    const names = (container.env ?? []).map((e) => e.name);
    names.filter((n, i) => names.indexOf(n) !== i).forEach((n) => faults.push(`${nameOf(object)}: container ${container.name} is given ${n} twice`));
  }

  return faults;
}

const matches = (selector, labels) => Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);

/** A server is told alive and ready by its own word, drains before it is killed, and is covered by a budget, an autoscaler and a policy. */
function deploymentFaults(object, objects) {
  const labels = podOf(object).metadata.labels;
  const faults = [];
  const need = (holds, what) => holds || faults.push(`${nameOf(object)} ${what}`);
  need(matches(object.spec.selector.matchLabels, labels), 'selects other pods than it makes');
  const selectedBy = (kind, selector) => objects.some((o) => o.kind === kind && matches(selector(o), labels));
  need(selectedBy('Service', (o) => o.spec.selector), 'has no Service');
  need(selectedBy('NetworkPolicy', (o) => o.spec.podSelector.matchLabels), 'has no NetworkPolicy');

  const [container] = podOf(object).spec.containers;
  need(container.livenessProbe && container.readinessProbe, 'lacks a probe');
  if (['api', 'web'].includes(container.name)) {
    need(container.env.some((e) => e.name === 'ForwardedHeaders__KnownProxies'), 'would take its ingress for the visitor: no ForwardedHeaders__KnownProxies');
  }

  if (container.name === 'api') {
    const most = objects.find((o) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(o.kind) && o.spec.scaleTargetRef.name === object.metadata.name)?.spec;
    const told = Number(container.env.find((e) => e.name === 'RateLimits__Replicas')?.value);
    const replicas = most?.maxReplicas ?? most?.maxReplicaCount ?? object.spec.replicas;
    need(told === replicas, `is told of ${told} replicas by RateLimits__Replicas, and there may be ${replicas}`);
  }

  if (container.ports.some((p) => p.name === 'http')) {
    need(container.livenessProbe?.httpGet?.path === '/health/live', 'has no liveness probe on /health/live');
    need(container.readinessProbe?.httpGet?.path === '/health/ready', 'has no readiness probe on /health/ready');
    need(container.startupProbe?.httpGet?.path === '/health/live', 'has no startup probe on /health/live');
    const drains = (container.lifecycle?.preStop?.sleep?.seconds ?? 0) + 20;
    need(podOf(object).spec.terminationGracePeriodSeconds > drains, `is killed before it has drained, which may take ${drains} s`);
    need(selectedBy('PodDisruptionBudget', (o) => o.spec.selector.matchLabels), 'has no PodDisruptionBudget');
    const scalers = objects.filter((o) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(o.kind) && o.spec.scaleTargetRef.name === object.metadata.name);
    need(scalers.length === 1, `is scaled by ${scalers.length} autoscalers`);
    need(object.spec.replicas === undefined, 'fixes the replicas that its autoscaler sets');
  }

  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const port = container[probe]?.httpGet?.port ?? container[probe]?.tcpSocket?.port;
    need(port === undefined || container.ports.some((p) => p.name === port || p.containerPort === port), `asks its ${probe} at the port ${port}, which it does not have`);
  }

  return faults;
}

/** One that is issued for it or for another ingress of the same host. */
function hasCertificate({ spec }, objects) {
  const secret = spec.tls?.[0]?.secretName;
  return objects.some((o) => o.kind === 'Ingress' && o.metadata.annotations?.['cert-manager.io/cluster-issuer'] && o.spec.tls?.some((t) => t.secretName === secret));
}

/** Who lets everything of a host in needs another that lets nobody to its metrics. */
function closesMetrics({ spec }, objects) {
  const pathsOf = (ingress, host) => ingress.spec.rules.filter((r) => r.host === host).flatMap((r) => r.http.paths);
  const closed = (host) => objects.some((o) => o.kind === 'Ingress' && o.metadata.annotations?.['nginx.ingress.kubernetes.io/denylist-source-range'] === '0.0.0.0/0,::/0'
    && pathsOf(o, host).some((p) => p.path === '/metrics' && p.pathType === 'Prefix'));
  return spec.rules.every((r) => !r.http.paths.some((p) => p.path === '/') || closed(r.host));
}

/** What points at something else: services, ingresses, autoscalers, authentications. */
function linkFaults(object, objects) {
  const named = (kind, name) => objects.find((o) => o.kind === kind && o.metadata.name === name);
  switch (object.kind) {
    case 'Service': {
      const target = objects.find((o) => o.kind === 'Deployment' && matches(object.spec.selector, podOf(o).metadata.labels));
      if (!target) {
        return [`${nameOf(object)} selects no pod`];
      }

      const ports = containersOf(target).flatMap((c) => c.ports ?? []);
      return object.spec.ports.filter((p) => !ports.some((q) => q.name === p.targetPort)).map((p) => `${nameOf(object)} sends to the port ${p.targetPort}, which ${nameOf(target)} does not have`);
    }

    case 'Ingress':
      return [
        ...(hasCertificate(object, objects) ? [] : [`${nameOf(object)} has no certificate`]),
        ...(closesMetrics(object, objects) ? [] : [`${nameOf(object)} shows the metrics to the world`]),
        ...object.spec.rules.flatMap((rule) => rule.http.paths.map((p) => p.backend.service).flatMap(({ name, port }) =>
          (named('Service', name)?.spec.ports.some((q) => q.name === port.name) ? [] : [`${nameOf(object)} sends to Service/${name}:${port.name}, which is not there`]))),
      ];
    case 'HorizontalPodAutoscaler':
      return [
        ...(named('Deployment', object.spec.scaleTargetRef.name) ? [] : [`${nameOf(object)} scales Deployment/${object.spec.scaleTargetRef.name}, which is not there`]),
        ...(object.spec.minReplicas === 2 && object.spec.maxReplicas === 10 && object.spec.metrics[0].resource.target.averageUtilization === 70 ? [] : [`${nameOf(object)} is not 2 to 10 at 70 %`]),
      ];
    case 'ScaledObject':
      return [
        ...(named('Deployment', object.spec.scaleTargetRef.name) ? [] : [`${nameOf(object)} scales Deployment/${object.spec.scaleTargetRef.name}, which is not there`]),
        ...object.spec.triggers.filter((t) => t.authenticationRef && !named('TriggerAuthentication', t.authenticationRef.name)).map((t) => `${nameOf(object)} needs TriggerAuthentication/${t.authenticationRef.name}, which is not there`),
        ...(object.spec.triggers.some((t) => t.type === 'postgresql' && / job /.test(t.metadata.query)) ? [] : [`${nameOf(object)} does not look at the job queue`]),
      ];
    default:
      return [];
  }
}
