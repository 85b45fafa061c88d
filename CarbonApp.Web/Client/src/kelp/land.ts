import type { Polygon, Position } from './geometry.ts';

/** Undoes what basemap.mjs does: steps of whole numbers to degrees. */
export function polygonsOf(packed: number[][][], perDegree: number): Polygon[] {
  return packed.map((rings) => rings.map((steps) => {
    const ring: Position[] = [];
    let [x, y] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i]!;
      y += steps[i + 1]!;
      ring.push([x / perDegree, y / perDegree]);
    }

    return ring;
  }));
}
