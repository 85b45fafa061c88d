// Harmonic constituents of tide stations: NOAA, TICON-4 and Kartverket, as the Neaps tide database (MIT) publishes them.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const database = '@neaps/tide-database';

// Only where licences allow any use are constituents passed on.
const licences = { 'public domain': 'public domain', 'cc-by-4.0': 'CC BY 4.0' };

// Where only mean sea level is given, nobody says how far the water is above the lowest tides.
const withoutDatum = new Set(['MSL']);

// Searches by place and name, which reading the stations does not need.
const unused = { kdbush: 'export default { from: () => null };', minisearch: 'export default { loadJSON: () => null };', geokdbush: 'export const around = null, distance = null;' };

/** Rows of station, name, latitude, longitude, chart datum, mean sea level above it in m, licence, publisher, constituents as name:metres:degrees. */
export async function tideTable(files, scratch) {
  const stations = await readStations(files, scratch);
  const rows = stations
    .filter(s => s.type === 'reference' && s.license?.commercial_use && licences[s.license.type] && !withoutDatum.has(s.chart_datum) && s.harmonic_constituents?.length > 0)
    .map(row)
    .filter(cells => cells !== null)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return [['station', 'name', 'latitude', 'longitude', 'chart_datum', 'mean_sea_level_m', 'licence', 'publisher', 'constituents'], ...rows];
}

function row(station) {
  const level = station.datums?.MSL - (station.datums?.[station.chart_datum] ?? NaN);
  const constituents = station.harmonic_constituents.filter(c => c.amplitude > 0).map(c => `${c.name}:${round(c.amplitude, 4)}:${round(c.phase, 2)}`);
  return Number.isFinite(level) && constituents.length > 0
    ? [station.id, station.name.replace(/\s+/g, ' ').trim(), round(station.latitude, 5), round(station.longitude, 5), station.chart_datum, round(level, 4),
      licences[station.license.type], station.source.name, constituents.join(' ')]
    : null;
}

/** The package decodes its own file; it is laid out as npm would and imported. */
async function readStations(files, scratch) {
  const folder = fs.mkdtempSync(path.join(scratch, 'tides-'));
  try {
    const modules = path.join(folder, 'node_modules');
    unpack(files.get(database), path.join(modules, database), name => /^(package\.json|dist\/node\/index\.js|dist\/generated\/)/.test(name));
    unpack(files.get('flatbuffers'), path.join(modules, 'flatbuffers'), name => /^(package\.json|js\/.*\.js$)/.test(name));
    for (const [name, source] of Object.entries(unused)) {
      put(path.join(modules, name, 'package.json'), '{"type":"module","main":"index.js"}');
      put(path.join(modules, name, 'index.js'), source);
    }

    const { stations } = await import(pathToFileURL(path.join(modules, database, 'dist/node/index.js')).href);
    if (!(stations?.length > 0)) {
      throw new Error(`${database} has no list of stations: its layout changed, adapt eng/reference-data.`);
    }

    return [...stations];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function unpack(files, folder, wanted) {
  for (const [name, content] of files) {
    if (wanted(name)) {
      put(path.join(folder, name), content);
    }
  }
}

function put(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

const round = (value, digits) => Number(value.toFixed(digits));
