// Sizes and processors of rentable machines, W per vCPU of processors: Cloud Carbon Footprint (Apache-2.0).

const core = '@cloud-carbon-footprint/core';

// Redshift nodes, and a family that was never sold (cc2 misspelt), stand among the EC2 types.
const notEc2 = new Set(['ra3', 'dc1', 'dc2', 'ds2', 'c2']);

// Accelerators and processors that the Azure mapping leaves out (Microsoft, "NC A100 v4" and "ND A100 v4" sizes).
const azureAccelerators = { 'NC24ads A100 v4': 1, 'NC48ads A100 v4': 2, 'NC96ads A100 v4': 4 };
const azureProcessors = { 'ND96asr A100 v4': 'AMD EPYC 2nd Gen', 'ND96amsr A100 v4': 'AMD EPYC 2nd Gen' };

/** Rows of provider, type, vCPUs, GB, largest vCPUs of its family, kgCO2eq of the whole server (empty when not known), processors by '|', accelerators, their name. */
export function instanceTable(load) {
  const rows = [...awsRows(load), ...azureRows(load)].sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
  return [['provider', 'type', 'vcpus', 'memory_gb', 'family_vcpus', 'server_kg', 'processors', 'accelerators', 'accelerator'], ...rows];
}

/** Rows of processor or accelerator, W idle and full (per vCPU, or per accelerator), GB of memory per chip (empty when not known). */
export function processorTable(load) {
  const constants = [
    load('@cloud-carbon-footprint/aws', 'dist/domain/AwsFootprintEstimationConstants.js', { [core]: coreStub(load) }).AWS_CLOUD_CONSTANTS,
    load('@cloud-carbon-footprint/azure', 'dist/domain/AzureFootprintEstimationConstants.js', { [core]: coreStub(load) }).AZURE_CLOUD_CONSTANTS,
  ];
  const rows = new Map([['Unknown', ['Unknown', constants[0].MIN_WATTS_AVG, constants[0].MAX_WATTS_AVG, constants[0].MEMORY_AVG]]]);
  for (const c of constants) {
    for (const [processor, idle] of Object.entries(c.MIN_WATTS_BY_COMPUTE_PROCESSOR)) {
      if (!rows.has(processor)) {
        rows.set(processor, [processor, idle, c.MAX_WATTS_BY_COMPUTE_PROCESSOR[processor], c.MEMORY_BY_COMPUTE_PROCESSOR[processor] ?? '']);
      }
    }
  }

  return [['processor', 'idle_w', 'full_w', 'gb_per_chip'], ...rows.values()];
}

function awsRows(load) {
  const types = load('@cloud-carbon-footprint/aws', 'dist/lib/AWSInstanceTypes.js', { [core]: coreStub(load) });
  const processors = byLowerName(types.INSTANCE_TYPE_COMPUTE_PROCESSOR_MAPPING);
  const rows = [];
  for (const [family, sizes] of Object.entries(types.EC2_INSTANCE_TYPES)) {
    const largest = largestOf(sizes);
    for (const [size, figures] of Object.entries(sizes)) {
      const name = `${family}.${size}`.toLowerCase().trim();
      if (!notEc2.has(family)) {
        // t1.micro is listed with its 613 MB as if they were GB.
        const memory = name === 't1.micro' ? 0.613 : figures[1];
        rows.push(row('aws', name, [figures[0], memory, figures[2]], largest, processors.get(name),
          types.GPU_INSTANCES_TYPES[name], types.INSTANCE_TYPE_GPU_PROCESSOR_MAPPING[name]));
      }
    }
  }

  return rows;
}

function azureRows(load) {
  const types = load('@cloud-carbon-footprint/azure', 'dist/lib/VirtualMachineTypes.js', { [core]: coreStub(load) });
  const processors = byLowerName(types.INSTANCE_TYPE_COMPUTE_PROCESSOR_MAPPING);
  const rows = new Map();
  for (const [series, sizes] of Object.entries(types.VIRTUAL_MACHINE_TYPE_SERIES_MAPPING)) {
    const largest = largestOf(sizes);
    for (const [size, figures] of Object.entries(sizes)) {
      // "E80is v4 1": the figure is a footnote mark. Bare-metal SAP HANA and "promo" price plans are no machine sizes.
      const listed = size.replace(/ 1$/, '');
      if (!/ promo$/i.test(size) && !series.startsWith('SAP HANA')) {
        const name = `standard_${listed.toLowerCase().replaceAll(' ', '_')}`;
        const known = azureProcessors[size] ? [azureProcessors[size]] : processors.get(listed.toLowerCase());
        const [count, accelerator] = azureAccelerators[size]
          ? [azureAccelerators[size], ['Nvidia Tesla A100']]
          : [types.GPU_VIRTUAL_MACHINE_TYPES[size], types.GPU_VIRTUAL_MACHINE_TYPE_PROCESSOR_MAPPING[size]];
        rows.set(name, row('azure', name, figures, largest, known, count, accelerator));
      }
    }
  }

  return [...rows.values()];
}

function row(provider, name, [vcpus, memory, serverTonnes], familyVcpus, processors = ['Unknown'], accelerators = 0, accelerator = []) {
  const serverKilograms = Number.isFinite(serverTonnes) ? Math.round(serverTonnes * 1e5) / 100 : '';
  return [provider, name, vcpus, memory, familyVcpus, serverKilograms, processors.join('|'), accelerators, accelerator.join('|')];
}

const largestOf = sizes => Math.max(...Object.values(sizes).map(([vcpus]) => vcpus));

const byLowerName = mapping => new Map(Object.entries(mapping).map(([name, value]) => [name.toLowerCase().trim(), value]));

/** The part of the core package that the tables name: processor types and mixes of them. */
function coreStub(load) {
  const types = load(core, 'dist/compute/ComputeProcessorTypes.js');
  return new Proxy(types, { get: (target, key) => target[key] ?? new Proxy({}, { get: () => '' }) });
}
