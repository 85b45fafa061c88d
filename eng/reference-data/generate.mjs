// Writes the tables that CarbonApp.Engine embeds, from npm packages that publish them.
// Usage: node generate.mjs OUTPUT_FOLDER. Same packages in, same bytes out.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { fetchTarballs } from './tarball.mjs';
import { instanceTable, processorTable } from './instances.mjs';
import { tideTable } from './tides.mjs';
import { zoneTable } from './zones.mjs';

// Packages require more than their data needs; this stands for all of it.
const anything = new Proxy(() => anything, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything), apply: () => anything });

const output = process.argv[2];
if (!output) {
  throw new Error('Name the folder to write to: node generate.mjs OUTPUT_FOLDER.');
}

try {
  const { packages } = JSON.parse(fs.readFileSync(new URL('packages.json', import.meta.url), 'utf8'));
  const files = fetchTarballs(packages, path.join(output, 'packages'));
  const load = loader(files);
  write('zones.tsv', zoneTable(load));
  write('instances.tsv', instanceTable(load));
  write('processors.tsv', processorTable(load));
  write('tides.tsv', await tideTable(files, output));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** Whole file or none: a build beside this one may be reading it. */
function write(name, rows) {
  const scratch = path.join(output, `${name}.${randomUUID()}`);
  fs.writeFileSync(scratch, rows.map(row => `${row.join('\t')}\n`).join(''));
  fs.renameSync(scratch, path.join(output, name));
}

/** Evaluates one CommonJS file of a package; what it requires is answered by `dependencies` or stands for anything. */
function loader(files) {
  return (name, file, dependencies = {}) => {
    const source = files.get(name)?.get(file)?.toString('utf8');
    if (source === undefined) {
      throw new Error(`${name} has no file ${file}: its layout changed, adapt eng/reference-data.`);
    }

    const module = { exports: {} };
    vm.runInNewContext(`(function (exports, require, module) {${source}\n})`, {})(module.exports, id => dependencies[id] ?? anything, module);
    return module.exports;
  };
}
