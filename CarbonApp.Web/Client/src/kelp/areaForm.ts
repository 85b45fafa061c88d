import type { Map } from 'maplibre-gl';
import { Pen, type Drawn, type Shape } from './draw.ts';
import { areaKm2, boundsOf, box, circle, readGeoJson, type Polygon, type Position } from './geometry.ts';
import { LayerField } from './layerField.ts';
import { canDraw, drawn, fit, openMap, showPolygons, type Look } from './map.ts';
import { textOf } from './upload.ts';

const mostKm2 = 10_000;

/** The area lies over all else. */
const areaLook: Look = { colour: '--accent', filled: true };
const layerLooks: Record<string, Look> = {
  land: { colour: '--layer-land', filled: true, below: 'area-fill' },
  deep: { colour: '--layer-deep', filled: true, dashed: true, below: 'area-fill' },
};

/** What to do before anything is drawn, and while it is. */
const beginnings: Record<Shape, string> = {
  circle: 'Click the map where the kelp is, or type a place.',
  box: 'Press “Draw”, then drag from one corner to the other, or type the four sides.',
  outline: 'Press “Draw” and click the corners, choose a file, or paste GeoJSON.',
};
const drawings: Record<Shape, string> = {
  circle: 'Press at the middle and drag outwards.',
  box: 'Press at one corner and drag to the other.',
  outline: 'Click corner after corner; double-click the last, or press “Finish outline”.',
};

/** Ties the fields of an area to a map: either can be used, each follows the other. */
export async function startAreaForm(form: HTMLFormElement): Promise<void> {
  const panel = form.querySelector<HTMLElement>('[data-area-map]');
  const canvas = panel?.querySelector<HTMLElement>('.map-canvas');
  if (!panel || !canvas || !canDraw()) {
    return;
  }

  panel.hidden = false;
  form.classList.add('with-map');
  const map = await openMap(canvas, 'Map of the area. Its fields beside it do the same by keyboard.');
  new AreaForm(form, panel, map);
  await drawn(map);
  panel.dataset['ready'] = '';
}

class AreaForm {
  private readonly pen: Pen;
  private readonly readout: HTMLElement;
  private readonly drawButton: HTMLButtonElement;
  private readonly finishButton: HTMLButtonElement;
  private readonly layers: Record<string, Polygon[]> = {};

  constructor(
    private readonly form: HTMLFormElement,
    private readonly panel: HTMLElement,
    private readonly map: Map,
  ) {
    this.readout = panel.querySelector('[data-area-readout]')!;
    this.drawButton = panel.querySelector('[data-draw]')!;
    this.finishButton = panel.querySelector('[data-finish]')!;
    this.pen = new Pen(map, (drawn) => this.take(drawn));
    this.drawButton.addEventListener('click', () => this.draw(!this.pen.isOn));
    this.finishButton.addEventListener('click', () => this.pen.close() || this.say('An outline has at least three corners.'));
    form.addEventListener('input', (event) => this.typed(event.target as HTMLElement));
    form.querySelector<HTMLInputElement>('#file')?.addEventListener('change', (event) => void this.upload(event.target as HTMLInputElement));
    map.on('click', (event) => {
      // Without drawing, a click moves the circle there: the shortest way to an area.
      if (!this.pen.isOn && this.shape === 'circle') {
        this.write('lat', event.lngLat.lat, 5);
        this.write('lon', event.lngLat.wrap().lng, 5);
        this.show(false);
      }
    });
    this.show(true);
    for (const field of form.querySelectorAll<HTMLElement>('[data-layer]')) {
      new LayerField(field, (polygons, isNew) => this.showLayer(field.dataset['layer']!, polygons, isNew));
    }
  }

  private get shape(): Shape {
    return (this.form.querySelector<HTMLInputElement>('input[name=shape]:checked')?.value ?? 'circle') as Shape;
  }

  private field(id: string): HTMLInputElement | HTMLTextAreaElement {
    return this.form.querySelector(`#${id}`)!;
  }

  /** NaN where nothing is typed or it is no number. */
  private number(id: string): number {
    const text = this.field(id).value.trim().replace(',', '.');
    return text === '' ? NaN : Number(text);
  }

  private write(id: string, value: number, decimals: number): void {
    this.field(id).value = String(Number(value.toFixed(decimals)));
  }

  private typed(target: HTMLElement): void {
    if (target.closest('[data-area]')) {
      if (this.pen.isOn) {
        this.draw(true);
      }

      this.show(true);
    }
  }

  /** Polygons of the fields; an Error says what is wrong, undefined that nothing is filled in yet. */
  private read(): Polygon[] | Error | undefined {
    if (this.shape === 'circle') {
      const [lat, lon, radius] = [this.number('lat'), this.number('lon'), this.number('radius')];
      return Math.abs(lat) < 90 && Math.abs(lon) <= 180 && radius > 0 && radius <= 5000 ? [[circle(lat, lon, radius)]] : undefined;
    }

    if (this.shape === 'box') {
      const [west, south, east, north] = [this.number('west'), this.number('south'), this.number('east'), this.number('north')];
      return [west, east].every((v) => Math.abs(v) <= 180) && [south, north].every((v) => Math.abs(v) <= 90) && south < north ? [[box([west, south, east, north])]] : undefined;
    }

    const text = this.field('outline').value.trim();
    try {
      return text === '' ? undefined : readGeoJson(text);
    } catch (error) {
      return error as Error;
    }
  }

  private show(move: boolean): void {
    const polygons = this.read();
    if (polygons === undefined || polygons instanceof Error) {
      showPolygons(this.map, 'area', [], areaLook);
      this.say(polygons?.message ?? beginnings[this.shape]);
      return;
    }

    showPolygons(this.map, 'area', polygons, areaLook);
    const bounds = boundsOf(polygons);
    if (move && bounds && !this.pen.isOn) {
      fit(this.map, bounds, true);
    }

    const km2 = areaKm2(polygons);
    const words = `${km2.toLocaleString('en-GB', { maximumSignificantDigits: 3 })} km²`;
    this.say(km2 > mostKm2 ? `${words}: more than the ${mostKm2.toLocaleString('en-GB')} km² that one analysis takes. Draw a smaller area.` : `The area is about ${words}.`);
  }

  /** One that is new is brought into view with all else. */
  private showLayer(name: string, polygons: Polygon[], isNew: boolean): void {
    this.layers[name] = polygons;
    // The basemap has a source called land.
    showPolygons(this.map, `given-${name}`, polygons, layerLooks[name]!);
    const key = this.panel.querySelector<HTMLElement>('[data-map-key]')!;
    key.querySelector<HTMLElement>(`[data-key=${name}]`)!.hidden = polygons.length === 0;
    key.hidden = !key.querySelector('[data-key]:not([hidden])');
    const area = this.read();
    const bounds = boundsOf([...Object.values(this.layers).flat(), ...(Array.isArray(area) ? area : [])]);
    if (isNew && bounds) {
      fit(this.map, bounds, true);
    }
  }

  private draw(on: boolean): void {
    this.drawButton.setAttribute('aria-pressed', String(on));
    this.finishButton.hidden = !(on && this.shape === 'outline');
    if (on) {
      this.pen.start(this.shape);
      this.say(drawings[this.shape]);
    } else {
      this.pen.stop();
      this.show(false);
    }
  }

  private take(drawn: Drawn): void {
    if (drawn.shape === 'circle') {
      this.write('lat', drawn.lat, 5);
      this.write('lon', drawn.lon, 5);
      this.write('radius', Math.max(0.1, drawn.radiusKm), 2);
    } else if (drawn.shape === 'box') {
      drawn.box.forEach((value, i) => this.write(['west', 'south', 'east', 'north'][i]!, value, 5));
    } else {
      this.outline(drawn.corners, drawn.closed);
      return;
    }

    this.show(false);
  }

  private outline(corners: Position[], closed: boolean): void {
    const ring = [...corners, corners[0]!].map(([lon, lat]): Position => [Number(lon.toFixed(5)), Number(lat.toFixed(5))]);
    if (corners.length >= 3) {
      this.field('outline').value = JSON.stringify({ type: 'Polygon', coordinates: [ring] });
    }

    if (closed) {
      this.draw(false);
    } else {
      showPolygons(this.map, 'area', [[ring]], areaLook);
      this.say(corners.length === 1 ? '1 corner. Click the next.' : `${corners.length} corners. ${corners.length < 3 ? 'Click the next.' : 'Click on, or finish.'}`);
    }
  }

  private async upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) {
      return;
    }

    try {
      // From here the text is sent, not the file: what is shown is what is asked.
      this.field('outline').value = await textOf(file);
    } catch (error) {
      this.say((error as Error).message);
      return;
    }

    input.value = '';
    this.form.querySelector<HTMLInputElement>('#shape-outline')!.checked = true;
    this.show(true);
  }

  private say(words: string): void {
    this.readout.textContent = words;
  }
}
