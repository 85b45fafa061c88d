// Land and borders of the world, made for the map at build time from npm world-atlas (Natural Earth, 1 : 50 million).
import { createRequire } from 'node:module';
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { feature } from 'topojson-client';

/** Steps a degree is divided into: about 1.1 km, finer than the coastline is drawn. */
export const perDegree = 100;

/** Degrees east and north, cut at the antimeridian: on the sphere Fiji is one island, on the map it lies at both edges. */
const plane = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0).reflectY(true);

/** Polygons of rings; of a ring the first point and then the steps to the next, in hundredths of a degree, [x, y, dx, dy, …]. */
export function land() {
  const topology = createRequire(import.meta.url)('world-atlas/land-50m.json');
  const { features } = geoProject(feature(topology, topology.objects.land), plane);
  return features
    .flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates))
    .map((rings) => rings.map(steps).filter((ring) => ring.length >= 8))
    .filter((rings) => rings.length > 0);
}

function steps(ring) {
  const out = [];
  let [x, y] = [0, 0];
  for (const point of ring) {
    const [nextX, nextY] = point.map((degrees) => Math.round(degrees * perDegree));
    if (out.length === 0 || nextX !== x || nextY !== y) {
      out.push(nextX - x, nextY - y);
      [x, y] = [nextX, nextY];
    }
  }

  return out;
}
