// Faults of a CloudFormation template that show without AWS: what it refers to, and what its parts must have.
import { parse } from 'yaml';
import { environmentOf, forwardingFaults } from './forwarding.mjs';

/** Attributes that GetAtt gives, properties that must be there, and those that may, of each type of resource that is used. */
const types = {
  'AWS::ApplicationAutoScaling::ScalableTarget': ['', 'ServiceNamespace ScalableDimension ResourceId MinCapacity MaxCapacity', ''],
  'AWS::ApplicationAutoScaling::ScalingPolicy': ['', 'PolicyName PolicyType ScalingTargetId TargetTrackingScalingPolicyConfiguration', ''],
  'AWS::EC2::SecurityGroup': ['GroupId VpcId', 'GroupDescription VpcId', 'SecurityGroupIngress SecurityGroupEgress'],
  'AWS::ECS::Cluster': ['Arn', '', 'ClusterName ClusterSettings'],
  'AWS::ECS::Service': ['Name ServiceArn', 'Cluster TaskDefinition LaunchType NetworkConfiguration DeploymentConfiguration', 'ServiceName DesiredCount LoadBalancers ServiceRegistries HealthCheckGracePeriodSeconds'],
  'AWS::ECS::TaskDefinition': ['TaskDefinitionArn', 'Family Cpu Memory NetworkMode RequiresCompatibilities ExecutionRoleArn ContainerDefinitions', 'TaskRoleArn'],
  'AWS::ElastiCache::ReplicationGroup': ['PrimaryEndPoint.Address PrimaryEndPoint.Port', 'ReplicationGroupDescription Engine CacheNodeType CacheSubnetGroupName SecurityGroupIds TransitEncryptionEnabled', 'EngineVersion NumCacheClusters AutomaticFailoverEnabled AtRestEncryptionEnabled'],
  'AWS::ElastiCache::SubnetGroup': ['', 'Description SubnetIds', ''],
  'AWS::ElasticLoadBalancingV2::Listener': ['ListenerArn', 'LoadBalancerArn Port Protocol DefaultActions', 'Certificates SslPolicy'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['RuleArn', 'ListenerArn Priority Conditions Actions', ''],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['DNSName LoadBalancerFullName CanonicalHostedZoneID', 'Type Subnets SecurityGroups', 'Scheme LoadBalancerAttributes'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['TargetGroupFullName', 'VpcId TargetType Protocol Port HealthCheckPath', 'HealthCheckIntervalSeconds HealthyThresholdCount UnhealthyThresholdCount Matcher TargetGroupAttributes'],
  'AWS::IAM::Role': ['Arn RoleId', 'AssumeRolePolicyDocument', 'ManagedPolicyArns Policies'],
  'AWS::Logs::LogGroup': ['Arn', 'RetentionInDays', 'LogGroupName'],
  'AWS::RDS::DBInstance': ['Endpoint.Address Endpoint.Port', 'Engine DBInstanceClass AllocatedStorage StorageEncrypted DBSubnetGroupName VPCSecurityGroups BackupRetentionPeriod MasterUsername MasterUserPassword', 'EngineVersion MaxAllocatedStorage StorageType MultiAZ PubliclyAccessible DBName CopyTagsToSnapshot AutoMinorVersionUpgrade DeletionProtection EnablePerformanceInsights'],
  'AWS::RDS::DBSubnetGroup': ['', 'DBSubnetGroupDescription SubnetIds', ''],
  'AWS::SecretsManager::Secret': ['Id', '', 'Description GenerateSecretString SecretString'],
  'AWS::ServiceDiscovery::PrivateDnsNamespace': ['Arn Id', 'Name Vpc', ''],
  'AWS::ServiceDiscovery::Service': ['Arn Id Name', 'Name NamespaceId DnsConfig', 'HealthCheckCustomConfig'],
};

const pseudo = ['AWS::AccountId', 'AWS::NoValue', 'AWS::Partition', 'AWS::Region', 'AWS::StackName', 'AWS::URLSuffix'];

const tag = (name, collection) => ({ tag: `!${name}`, collection, resolve: (value) => ({ [name === 'Ref' ? 'Ref' : `Fn::${name}`]: value.toJSON?.() ?? value }) });

/** A template, with the short forms (!Ref, !Sub …) as the long ones. */
export const readTemplate = (text) => parse(text, { customTags: [tag('Ref'), tag('Sub'), tag('GetAtt'), ...['If', 'Not', 'Equals'].map((n) => tag(n, 'seq'))] });

export function cloudFormationFaults(template) {
  const faults = [];
  const used = new Set();
  const names = Object.keys(template.Resources);
  const refer = (name, from) => {
    used.add(name);
    if (!names.includes(name) && !Object.hasOwn(template.Parameters, name) && !pseudo.includes(name)) {
      faults.push(`${from} refers to ${name}, which is not there`);
    }
  };
  const attribute = (path, from) => {
    const [name, ...rest] = path.split('.');
    refer(name, from);
    const type = template.Resources[name]?.Type;
    if (type && !types[type]?.[0].split(' ').includes(rest.join('.'))) {
      faults.push(`${from} asks ${name} for ${rest.join('.')}, which ${type} does not give`);
    }
  };
  const walk = (value, from) => {
    if (value === null || typeof value !== 'object') {
      return;
    }

    for (const [key, inner] of Object.entries(value)) {
      if (key === 'Ref') {
        refer(inner, from);
      } else if (key === 'Fn::GetAtt') {
        attribute(inner, from);
      } else if (key === 'Fn::Sub') {
        [...inner.matchAll(/\$\{([\w.:]+)\}/g)].forEach(([, name]) => (name.includes('.') ? attribute(name, from) : refer(name, from)));
      } else if (key === 'Fn::If' && !Object.hasOwn(template.Conditions, inner[0])) {
        faults.push(`${from} asks for the condition ${inner[0]}, which is not there`);
      }

      walk(inner, from);
    }
  };

  walk(template.Conditions, 'Conditions');
  walk(template.Outputs, 'Outputs');
  for (const [name, resource] of Object.entries(template.Resources)) {
    walk(resource.Properties, name);
    [resource.DependsOn ?? []].flat().forEach((other) => refer(other, name));
    faults.push(...resourceFaults(name, resource));
  }

  Object.keys(template.Parameters).filter((p) => !used.has(p)).forEach((p) => faults.push(`the parameter ${p} is not used`));
  return [...faults, ...systemFaults(template.Resources)];
}

function resourceFaults(name, { Type, Properties }) {
  if (!types[Type]) {
    return [`${name} has the type ${Type}, which the check does not know`];
  }

  const [needed, allowed] = types[Type].slice(1).map((t) => t.split(' ').filter(Boolean));
  return [
    ...needed.filter((p) => Properties?.[p] === undefined).map((p) => `${name} lacks ${p}`),
    ...Object.keys(Properties ?? {}).filter((p) => !needed.includes(p) && !allowed.includes(p)).map((p) => `${name}: ${Type} has no ${p}`),
  ];
}

/** The parts as one system: who listens where, who may reach whom, who scales whom. */
function systemFaults(resources) {
  const of = (type) => Object.entries(resources).filter(([, r]) => r.Type === type).map(([name, r]) => [name, r.Properties]);
  const faults = [];
  const listeners = of('AWS::ElasticLoadBalancingV2::Listener').map(([, l]) => l);
  const need = (holds, what) => holds || faults.push(what);
  need(listeners.some((l) => l.Protocol === 'HTTPS' && l.Certificates?.length > 0 && /TLS13/.test(l.SslPolicy)), 'no listener has HTTPS with a certificate and TLS 1.2 or newer');
  need(listeners.every((l) => l.Protocol === 'HTTPS' || l.DefaultActions[0].RedirectConfig?.Protocol === 'HTTPS'), 'a listener answers without TLS');
  for (const [name, group] of of('AWS::EC2::SecurityGroup')) {
    const open = (group.SecurityGroupIngress ?? []).filter((r) => r.CidrIp === '0.0.0.0/0').map((r) => r.FromPort);
    need(open.length === 0 || (name === 'LoadBalancerSecurityGroup' && open.every((p) => [80, 443].includes(p))), `${name} lets the world in at ${open}`);
  }

  const tasks = Object.fromEntries(of('AWS::ECS::TaskDefinition'));
  const serviceOf = (task) => of('AWS::ECS::Service').find(([, s]) => s.TaskDefinition.Ref === task)?.[0];
  const mostOf = (task) => of('AWS::ApplicationAutoScaling::ScalableTarget').find(([, t]) => t.ResourceId['Fn::Sub'].includes(`\${${serviceOf(task)}.Name}`))?.[1].MaxCapacity ?? {};
  for (const [name, task] of Object.entries(tasks)) {
    need(task.Cpu === '512' && task.Memory === '1024', `${name} is not 512/1024`);
    for (const container of task.ContainerDefinitions.filter((c) => c.Essential)) {
      need(container.ReadonlyRootFilesystem === true && Number(container.User) > 0, `${name} runs as root or writes to its image`);
      need(container.HealthCheck?.Command?.at(-1) === '--health' && container.StopTimeout > 20, `${name} does not ask itself for its health, or is killed before it has drained`);
      need(container.LogConfiguration?.LogDriver === 'awslogs', `${name} keeps no log`);
      const environment = environmentOf(container.Environment.map((e) => ({ ...e, Value: e.Value['Fn::Sub'] ?? e.Value.Ref ?? e.Value })));
      faults.push(...forwardingFaults(environment, container.Name === 'api' ? mostOf(name).Ref : undefined).map((f) => `${name} ${f}`));
    }
  }

  for (const [name, service] of of('AWS::ECS::Service')) {
    const task = tasks[service.TaskDefinition.Ref];
    need(task, `${name} runs no task of the template`);
    for (const balancer of service.LoadBalancers ?? []) {
      const container = task?.ContainerDefinitions.find((c) => c.Name === balancer.ContainerName);
      need(container?.PortMappings.some((p) => p.ContainerPort === balancer.ContainerPort), `${name} is sent to ${balancer.ContainerName}:${balancer.ContainerPort}, which its task does not have`);
    }

    need(of('AWS::ApplicationAutoScaling::ScalableTarget').some(([, t]) => t.ResourceId['Fn::Sub'].includes(`\${${name}.Name}`)), `${name} is not scaled`);
  }

  for (const [name, policy] of of('AWS::ApplicationAutoScaling::ScalingPolicy')) {
    need(policy.TargetTrackingScalingPolicyConfiguration.TargetValue === 70, `${name} does not aim at 70 %`);
  }

  return faults;
}
