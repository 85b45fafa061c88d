import type { Map, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { distanceKm, wrapped, type Box, type Position } from './geometry.ts';

export type Shape = 'circle' | 'box' | 'outline';

/** What a hand has drawn so far. */
export type Drawn =
  | { shape: 'circle'; lat: number; lon: number; radiusKm: number }
  | { shape: 'box'; box: Box }
  | { shape: 'outline'; corners: Position[]; closed: boolean };

/** Draws on a map: circles and boxes by dragging, outlines corner by corner. While it is on, dragging no longer moves the map. */
export class Pen {
  private shape: Shape | null = null;
  private begin: Position | null = null;
  private corners: Position[] = [];

  constructor(
    private readonly map: Map,
    private readonly tell: (drawn: Drawn) => void,
  ) {
    map.on('mousedown', (event) => this.press(event));
    map.on('touchstart', (event) => event.points.length === 1 && this.press(event));
    map.on('mousemove', (event) => this.move(event));
    map.on('touchmove', (event) => this.move(event));
    map.on('mouseup', (event) => this.release(event));
    map.on('touchend', (event) => this.release(event));
    map.on('click', (event) => this.click(event));
    map.on('dblclick', (event) => {
      if (this.shape === 'outline') {
        event.preventDefault();
        this.close();
      }
    });
  }

  get isOn(): boolean {
    return this.shape !== null;
  }

  start(shape: Shape): void {
    [this.shape, this.begin, this.corners] = [shape, null, []];
    this.map.dragPan.disable();
    this.map.doubleClickZoom.disable();
    this.map.getCanvasContainer().classList.add('map-drawing');
  }

  stop(): void {
    this.shape = null;
    this.map.dragPan.enable();
    this.map.doubleClickZoom.enable();
    this.map.getCanvasContainer().classList.remove('map-drawing');
  }

  /** Ends an outline where it has three corners. */
  close(): boolean {
    if (this.shape !== 'outline' || this.corners.length < 3) {
      return false;
    }

    this.tell({ shape: 'outline', corners: this.corners, closed: true });
    return true;
  }

  private press(event: MapMouseEvent | MapTouchEvent): void {
    if (this.shape === 'circle' || this.shape === 'box') {
      event.preventDefault();
      this.begin = at(event);
    }
  }

  private move(event: MapMouseEvent | MapTouchEvent): void {
    if (this.begin) {
      event.preventDefault();
      this.tellDragged(at(event));
    }
  }

  private release(event: MapMouseEvent | MapTouchEvent): void {
    if (this.begin) {
      this.tellDragged(at(event));
      this.begin = null;
    }
  }

  private tellDragged(end: Position): void {
    const begin = this.begin!;
    if (this.shape === 'circle') {
      this.tell({ shape: 'circle', lat: begin[1], lon: wrapped(begin[0]), radiusKm: distanceKm(begin, end) });
    } else if (begin[0] !== end[0] && begin[1] !== end[1]) {
      const [west, east] = [Math.min(begin[0], end[0]), Math.max(begin[0], end[0])];
      this.tell({ shape: 'box', box: [wrapped(west), Math.min(begin[1], end[1]), wrapped(east), Math.max(begin[1], end[1])] });
    }
  }

  private click(event: MapMouseEvent): void {
    if (this.shape !== 'outline') {
      return;
    }

    const last = this.corners.at(-1);
    const here = at(event);
    // The second click of a double click is no further corner.
    if (!last || this.map.project(last).dist(this.map.project(here)) > 3) {
      this.corners = [...this.corners, here];
      this.tell({ shape: 'outline', corners: this.corners, closed: false });
    }
  }
}

function at(event: MapMouseEvent | MapTouchEvent): Position {
  return [event.lngLat.lng, event.lngLat.lat];
}
