import type { MultiLineString, MultiPolygon } from 'geojson';
import { Map, setWorkerUrl, type GeoJSONSource, type LngLatBoundsLike, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Polygon } from './geometry.ts';
import { polygonsOf } from './land.ts';
import './map.css';

setWorkerUrl(workerUrl);

/** Reads a colour of the page, so that the map follows light and dark as all else does. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Runs now and whenever the reader's colour scheme changes. */
export function whenScheme(act: () => void): void {
  act();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', act);
}

/** A map of the world's coasts in the page's colours; ready once its layers can be added to. */
export async function openMap(container: HTMLElement, label: string): Promise<Map> {
  const { default: land, perDegree } = await import('virtual:land');
  const map = new Map({
    container,
    style: style(polygonsOf(land, perDegree)),
    center: [0, 25],
    zoom: 0.8,
    maxZoom: 17,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    // A page on a phone is scrolled with one finger, the map in it moved with two.
    cooperativeGestures: matchMedia('(pointer: coarse)').matches,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const canvas = map.getCanvas();
  canvas.setAttribute('aria-label', label);
  addZoomButtons(map, container);
  await new Promise<void>((ready) => void map.once('load', () => ready()));
  whenScheme(() => paint(map));
  return map;
}

function style(coasts: Polygon[]): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: { type: 'MultiPolygon', coordinates: coasts }, tolerance: 0.2 },
      graticule: { type: 'geojson', data: graticule(10) },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colour('--sea') } },
      { id: 'graticule', type: 'line', source: 'graticule', paint: { 'line-color': colour('--graticule'), 'line-width': 0.6 } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour('--land') } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': colour('--coast'), 'line-width': 0.8 } },
    ],
  };
}

function paint(map: Map): void {
  map.setPaintProperty('sea', 'background-color', colour('--sea'));
  map.setPaintProperty('graticule', 'line-color', colour('--graticule'));
  map.setPaintProperty('land', 'fill-color', colour('--land'));
  map.setPaintProperty('coast', 'line-color', colour('--coast'));
}

/** Meridians and parallels every so many degrees: over open sea the only thing to see. */
function graticule(every: number): MultiLineString {
  const range = (from: number, to: number): number[] => Array.from({ length: (to - from) / every + 1 }, (_, i) => from + i * every);
  return {
    type: 'MultiLineString',
    coordinates: [
      ...range(-180, 180).map((lon) => [[lon, -85], [lon, 85]]),
      ...range(-80, 80).map((lat) => [[-180, lat], [180, lat]]),
    ],
  };
}

/** Buttons of our own: in the page's look, and reached before the map. */
function addZoomButtons(map: Map, container: HTMLElement): void {
  const group = document.createElement('div');
  group.className = 'map-zoom';
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Zoom the map');
  for (const [sign, name, act] of [['+', 'Zoom in', () => map.zoomIn()], ['−', 'Zoom out', () => map.zoomOut()]] as const) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    button.setAttribute('aria-label', name);
    button.addEventListener('click', act);
    group.append(button);
  }

  container.append(group);
}

/** How polygons are drawn: in a colour of the page, filled thinly or not, and below which layer; the uppermost when left out. */
export interface Look {
  colour: string;
  filled?: boolean;
  dashed?: boolean;
  below?: string;
}

/** Shows polygons in a source of their own, drawn as an outline. */
export function showPolygons(map: Map, id: string, polygons: Polygon[], look: Look): void {
  const data: MultiPolygon = { type: 'MultiPolygon', coordinates: polygons };
  const source = map.getSource<GeoJSONSource>(id);
  if (source) {
    source.setData(data);
    return;
  }

  map.addSource(id, { type: 'geojson', data });
  if (look.filled) {
    map.addLayer({ id: `${id}-fill`, type: 'fill', source: id, paint: { 'fill-opacity': 0.16 } }, look.below);
  }

  // Light under dark: seen on imagery as on paper.
  map.addLayer({ id: `${id}-halo`, type: 'line', source: id, paint: { 'line-width': 4, 'line-opacity': 0.75 } }, look.below);
  map.addLayer({ id: `${id}-line`, type: 'line', source: id, paint: { 'line-width': 2, ...(look.dashed ? { 'line-dasharray': [3, 2] } : {}) } }, look.below);
  whenScheme(() => {
    map.setPaintProperty(`${id}-halo`, 'line-color', colour('--surface'));
    map.setPaintProperty(`${id}-line`, 'line-color', colour(look.colour));
    if (look.filled) {
      map.setPaintProperty(`${id}-fill`, 'fill-color', colour(look.colour));
    }
  });
}

/** Brings a box into view. */
export function fit(map: Map, bounds: LngLatBoundsLike, animate: boolean): void {
  const still = !animate || matchMedia('(prefers-reduced-motion: reduce)').matches;
  map.fitBounds(bounds, { padding: 40, maxZoom: 14, duration: still ? 0 : 600 });
}

/** Resolves once all that is in view has been drawn. */
export function drawn(map: Map): Promise<void> {
  return new Promise((done) => void map.once('idle', () => done()));
}

/** Whether this browser can draw maps; without, the fields and pictures of the page do. */
export function canDraw(): boolean {
  const probe = document.createElement('canvas');
  return probe.getContext('webgl2') !== null;
}
