import { Popup, type Map, type MapGeoJSONFeature, type MapLayerMouseEvent } from 'maplibre-gl';
import { box, type Box } from './geometry.ts';
import { canDraw, colour, drawn, fit, openMap, showPolygons, whenScheme } from './map.ts';
import { Swipe } from './swipe.ts';

/** What the page carries for its map (LayerMap.razor). */
interface MapData {
  bounds: Box;
  features: string;
  layers: Layer[];
}

interface Layer {
  name: string;
  title: string;
  picture: boolean;
  tiles: string;
  minZoom: number;
  maxZoom: number;
}

/** Puts a map with the layers of an analysis in its place on the page. */
export async function startLayerMap(section: HTMLElement): Promise<void> {
  const source = section.querySelector('template')?.content.textContent;
  const canvas = section.querySelector<HTMLElement>('[data-map]');
  if (!source || !canvas) {
    return;
  }

  const readout = section.querySelector<HTMLElement>('[data-layer-readout]')!;
  if (!canDraw()) {
    readout.textContent = 'This browser draws no maps (WebGL 2 is off). The report has pictures of all that is here.';
    return;
  }

  canvas.hidden = false;
  section.querySelector<HTMLElement>('[data-layer-tools]')!.hidden = false;
  const map = await openMap(canvas, 'Map of the area with the layer chosen above');
  const view = new LayerView(section, JSON.parse(source) as MapData, map);
  view.show();
  await view.addOutlines();
  await drawn(map);
  section.dataset['ready'] = '';
}

class LayerView {
  private readonly swipe: Swipe;
  /** The map to compare with, once it was asked for. */
  private beside: Promise<Map> | null = null;

  constructor(
    private readonly section: HTMLElement,
    private readonly data: MapData,
    private readonly map: Map,
  ) {
    const area: Box = data.bounds[2] < data.bounds[0] ? [data.bounds[0], data.bounds[1], data.bounds[2] + 360, data.bounds[3]] : data.bounds;
    fit(map, area, false);
    showPolygons(map, 'area', [[box(area)]], { colour: '--accent' });
    this.swipe = new Swipe(section);
    for (const id of ['layer', 'beside', 'opacity']) {
      section.querySelector(`#${id}`)!.addEventListener('input', () => void this.change());
    }

    section.querySelector('#outlines')!.addEventListener('change', () => this.showOutlines());
  }

  show(): void {
    this.paint(this.map, this.value('layer'));
    for (const legend of this.section.querySelectorAll<HTMLElement>('[data-legend]')) {
      legend.hidden = ![this.value('layer'), this.value('beside')].includes(legend.dataset['legend']!);
    }
  }

  private async change(): Promise<void> {
    this.show();
    const isCompared = this.value('beside') !== '';
    this.swipe.show(isCompared);
    if (isCompared) {
      const upper = await (this.beside ??= this.openBeside());
      // Another may have been chosen while the map was opened.
      if (this.value('beside')) {
        this.paint(upper, this.value('beside'));
      }
    }
  }

  private async openBeside(): Promise<Map> {
    const upper = await openMap(this.section.querySelector<HTMLElement>('[data-map-beside]')!, 'The same map with the layer to compare with');
    this.swipe.tie(this.map, upper);
    return upper;
  }

  private value(id: string): string {
    return this.section.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!.value;
  }

  /** The layer over true colour, so that fading it shows what it was made from. */
  private paint(map: Map, name: string): void {
    const chosen = this.data.layers.find((layer) => layer.name === name);
    const ground = chosen?.picture ? undefined : this.data.layers.find((layer) => layer.name === 'rgb');
    const opacity = Number(this.value('opacity')) / 100;
    for (const layer of this.data.layers) {
      const wanted = layer === chosen || layer === ground;
      if (wanted && !map.getLayer(layer.name)) {
        this.add(map, layer);
      }

      if (map.getLayer(layer.name)) {
        map.setLayoutProperty(layer.name, 'visibility', wanted ? 'visible' : 'none');
        map.setPaintProperty(layer.name, 'raster-opacity', layer === chosen ? opacity : 1);
      }
    }

    if (chosen) {
      map.moveLayer(chosen.name, lowestOutline(map));
    }
  }

  private add(map: Map, layer: Layer): void {
    const [west, south, east, north] = this.data.bounds;
    map.addSource(layer.name, {
      type: 'raster',
      tiles: [location.origin + layer.tiles],
      tileSize: 256,
      minzoom: layer.minZoom,
      maxzoom: layer.maxZoom,
      // A box over the antimeridian cannot be said this way: then all tiles in view are asked for.
      ...(west <= east ? { bounds: [west, south, east, north] } : {}),
    });
    // Pixels of 10 m stay pixels: what is interpolated was never measured.
    map.addLayer({ id: layer.name, type: 'raster', source: layer.name, paint: { 'raster-resampling': 'nearest', 'raster-fade-duration': 0 } }, lowestOutline(map));
  }

  async addOutlines(): Promise<void> {
    const readout = this.section.querySelector<HTMLElement>('[data-layer-readout]')!;
    const answer = await fetch(this.data.features).catch(() => null);
    if (!answer?.ok) {
      readout.textContent = 'The outlines of the beds cannot be had now.';
      return;
    }

    const beds = (await answer.json()) as { features: unknown[] };
    this.map.addSource('beds', { type: 'geojson', data: beds as never });
    this.map.addLayer({ id: 'beds-fill', type: 'fill', source: 'beds', paint: { 'fill-opacity': 0 } });
    this.map.addLayer({ id: 'beds-halo', type: 'line', source: 'beds', paint: { 'line-width': 3.5, 'line-opacity': 0.6 } });
    this.map.addLayer({ id: 'beds-line', type: 'line', source: 'beds', paint: { 'line-width': 1.5 } });
    whenScheme(() => {
      this.map.setPaintProperty('beds-halo', 'line-color', '#000');
      this.map.setPaintProperty('beds-line', 'line-color', colour('--bed'));
    });
    this.map.on('click', 'beds-fill', (event) => this.tell(event));
    this.map.on('mouseenter', 'beds-fill', () => this.map.getCanvasContainer().classList.add('maplibregl-track-pointer'));
    this.map.on('mouseleave', 'beds-fill', () => this.map.getCanvasContainer().classList.remove('maplibregl-track-pointer'));
    readout.textContent = beds.features.length === 0 ? 'No bed was found in the area.' : `${beds.features.length === 1 ? '1 bed' : `${beds.features.length} beds`}; click one for its numbers.`;
  }

  private showOutlines(): void {
    const visibility = this.section.querySelector<HTMLInputElement>('#outlines')!.checked ? 'visible' : 'none';
    for (const id of ['beds-fill', 'beds-halo', 'beds-line'].filter((layer) => this.map.getLayer(layer))) {
      this.map.setLayoutProperty(id, 'visibility', visibility);
    }
  }

  private tell(event: MapLayerMouseEvent): void {
    const bed = event.features?.[0];
    if (bed) {
      new Popup({ maxWidth: 'none' }).setLngLat(event.lngLat).setDOMContent(card(bed)).addTo(this.map);
    }
  }
}

/** Pictures go below the outlines; the map to compare with has none. */
function lowestOutline(map: Map): string | undefined {
  return map.getLayer('area-halo') ? 'area-halo' : undefined;
}

/** The numbers of a bed, as text: nothing of a file becomes markup. */
function card(bed: MapGeoJSONFeature): HTMLElement {
  const number = (name: string): number | undefined => (typeof bed.properties[name] === 'number' ? (bed.properties[name] as number) : undefined);
  const figure = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  const rows: [string, string][] = [];
  const add = (words: string, name: string, unit: string, per = 1): void => {
    const value = number(name);
    if (value !== undefined) {
      rows.push([words, `${figure(value * per)} ${unit}`]);
    }
  };
  add('Ground', 'area_m2', 'ha', 1e-4);
  add('Canopy as seen', 'canopy_area_m2', 'ha', 1e-4);
  add('Cover', 'cover', '%', 100);
  add('Persistence', 'persistence', '%', 100);
  const [low, middle, high] = ['p5', 'p50', 'p95'].map((part) => number(`carbon_stock_t_${part}`));
  if (low !== undefined && middle !== undefined && high !== undefined) {
    rows.push(['Carbon stock', `${figure(middle)} t C (${figure(low)} to ${figure(high)})`]);
  }

  const content = document.createElement('div');
  content.className = 'map-popup';
  const head = document.createElement('h3');
  head.textContent = `Bed ${String(bed.id ?? bed.properties['id'] ?? '')}`.trim();
  const list = document.createElement('dl');
  for (const [name, value] of rows) {
    const [term, words] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    words.textContent = value;
    list.append(term, words);
  }

  content.append(head, list);
  return content;
}
