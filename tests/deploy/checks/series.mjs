// Whether queries ask for series that there are: their names and labels against a text of /metrics.

/** Families and series of a text in Prometheus' format: labels by the name of a series. */
export function seriesOf(text) {
  const series = new Map();
  for (const line of text.split('\n').filter((l) => l && !l.startsWith('#'))) {
    const [, name, labels] = /^(\w+)(?:\{(.*)\})? /.exec(line);
    const known = series.get(name) ?? new Set();
    [...(labels ?? '').matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].forEach(([, label]) => known.add(label));
    series.set(name, known);
  }

  return series;
}

/** Labels that Prometheus itself adds, and the series it writes of its own scrapes. */
const added = ['job', 'instance', 'le'];
const ofPrometheus = ['up'];

/** Words of the language that stand where a name could. */
const words = new Set(['by', 'on', 'without', 'ignoring', 'and', 'or', 'unless', 'offset', 'bool', 'group_left', 'group_right']);

/** Faults of a query: a series or label that /metrics does not have. */
export function queryFaults(query, series) {
  const bare = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const grouped = [...bare.matchAll(/\b(?:by|on|without|ignoring)\s*\(([^)]*)\)/g)].flatMap((m) => m[1].split(',').map((l) => l.trim()).filter(Boolean));
  const plain = bare.replaceAll(/\b(?:by|on|without|ignoring)\s*\([^)]*\)/g, '');
  // A selector's braces are part of its match, so that no label is taken for a name.
  const selectors = [...plain.matchAll(/([a-zA-Z_]\w*)\s*(\{[^}]*\}|\(|)/g)].filter(([, name, next]) => next !== '(' && !words.has(name));
  const faults = [];
  const known = new Set(added);
  for (const [, name, braces] of selectors) {
    const labels = series.get(name);
    if (!labels && !ofPrometheus.includes(name)) {
      faults.push(`${name} is no series of /metrics: ${query}`);
      continue;
    }

    labels?.forEach((l) => known.add(l));
    [...braces.matchAll(/(\w+)\s*[=!]/g)].map((m) => m[1]).filter((l) => !labels?.has(l) && !added.includes(l)).forEach((l) => faults.push(`${name} has no label ${l}: ${query}`));
  }

  return [...faults, ...grouped.filter((l) => !known.has(l)).map((l) => `no series of it has the label ${l}: ${query}`)];
}

/** Name in /metrics of an instrument of OpenTelemetry; undefined where there is none. */
export function seriesOfInstrument(instrument, series) {
  const name = instrument.replaceAll('.', '_');
  return [...series.keys()].find((s) => s === name || [`${name}_total`, `${name}_seconds`, `${name}_bytes`].includes(s));
}
