// deploy/kubernetes: the chart's manifests for who has no Helm. `node render.mjs --write` writes them, without --write they are compared.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderChart } from './chart/render.mjs';
import { pathOf } from './repository.mjs';

const chart = pathOf('deploy/helm/carbonapp');
const release = { name: 'carbonapp', namespace: 'carbonapp' };

/** The sets of manifests that are kept, by folder: the values that make each. */
export const variants = {
  'deploy/kubernetes/base': {},
  'deploy/kubernetes/keda': { keda: { enabled: true } },
};

/** Texts of a variant's files, by name. */
export function renderVariant(folder) {
  const note = '# Rendered from deploy/helm/carbonapp by tests/deploy/render.mjs: change it there.\n';
  return Object.fromEntries(Object.entries(renderChart(chart, release, variants[folder])).map(([name, text]) => [name, note + tidy(text)]));
}

/** What is kept of a variant, by name. */
export function keptVariant(folder) {
  const path = pathOf(folder);
  return existsSync(path) ? Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')])) : {};
}

/** Without the empty lines that templates leave. A line of a script in a ConfigMap may be empty: it has a text above it that goes on. */
function tidy(text) {
  return `${text.split('\n').map((line) => line.trimEnd()).join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

if (process.argv[1] === pathOf('tests/deploy/render.mjs') && process.argv.includes('--write')) {
  for (const folder of Object.keys(variants)) {
    rmSync(pathOf(folder), { recursive: true, force: true });
    mkdirSync(pathOf(folder), { recursive: true });
    for (const [name, text] of Object.entries(renderVariant(folder))) {
      writeFileSync(join(pathOf(folder), name), text);
    }
  }
}
