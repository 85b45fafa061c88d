/** Longitude and latitude, degrees WGS 84; longitudes may run past 180 so that a shape over the antimeridian stays in one piece. */
export type Position = [number, number];
export type Ring = Position[];
export type Polygon = Ring[];
/** West, south, east, north. */
export type Box = [number, number, number, number];

const earthKm = 6371.0088;
const radians = Math.PI / 180;

/** A circle about a place on the sphere, as a closed ring. */
export function circle(lat: number, lon: number, radiusKm: number, corners = 72): Ring {
  const [phi, angle] = [lat * radians, radiusKm / earthKm];
  return Array.from({ length: corners + 1 }, (_, i): Position => {
    const bearing = (2 * Math.PI * (i % corners)) / corners;
    const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
    const turn = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sine);
    return [lon + turn / radians, Math.asin(sine) / radians];
  });
}

/** A box as a closed ring; west above east crosses the antimeridian. */
export function box([west, south, east, north]: Box): Ring {
  const right = east < west ? east + 360 : east;
  return [[west, south], [right, south], [right, north], [west, north], [west, south]];
}

/** Kilometres between two places. */
export function distanceKm([lon, lat]: Position, [lon2, lat2]: Position): number {
  const half = Math.sin(((lat2 - lat) * radians) / 2) ** 2 + Math.cos(lat * radians) * Math.cos(lat2 * radians) * Math.sin(((lon2 - lon) * radians) / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.sqrt(half));
}

/** Square kilometres inside polygons, their holes taken off. */
export function areaKm2(polygons: Polygon[]): number {
  return polygons.reduce((sum, [outer = [], ...holes]) => sum + ringKm2(outer) - holes.reduce((gone, hole) => gone + ringKm2(hole), 0), 0);
}

function ringKm2(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [[lon, lat], [lon2, lat2]] = [ring[i - 1]!, ring[i]!];
    sum += (lon2 - lon) * radians * (2 + Math.sin(lat * radians) + Math.sin(lat2 * radians));
  }

  return Math.abs(sum / 2) * earthKm * earthKm;
}

/** The smallest box about polygons; undefined where there is no point. */
export function boundsOf(polygons: Polygon[]): Box | undefined {
  const points = polygons.flat(2);
  return points.length === 0
    ? undefined
    : points.reduce<Box>(([w, s, e, n], [lon, lat]) => [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)], [Infinity, Infinity, -Infinity, -Infinity]);
}

/** Longitude brought back to −180 to 180. */
export function wrapped(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

/** Polygons of a GeoJSON text; the error names what is wrong with it, for people. */
export function readGeoJson(text: string): Polygon[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new Error('This is no JSON: expected GeoJSON, beginning with {"type": …}.');
  }

  const found: Polygon[] = [];
  collect(root, found);
  if (found.length === 0) {
    throw new Error('There is no polygon in it: expected a Polygon, a MultiPolygon, or features of those.');
  }

  return found;
}

function collect(node: unknown, found: Polygon[]): void {
  const { type, coordinates, geometry, features, geometries } = (node ?? {}) as Record<string, unknown>;
  if (type === 'Polygon') {
    found.push(polygon(coordinates));
  } else if (type === 'MultiPolygon') {
    found.push(...list(coordinates).map(polygon));
  } else if (type === 'Feature') {
    collect(geometry, found);
  } else if (type === 'FeatureCollection' || type === 'GeometryCollection') {
    list(features ?? geometries).forEach((part) => collect(part, found));
  }
}

function polygon(rings: unknown): Polygon {
  return list(rings).map((ring) => {
    const points = list(ring).map((point): Position => {
      const [lon, lat] = list(point) as number[];
      if (typeof lon !== 'number' || typeof lat !== 'number' || !(Math.abs(lon) <= 540 && Math.abs(lat) <= 90)) {
        throw new Error('A point is not [longitude, latitude] in degrees.');
      }

      return [lon, lat];
    });
    // A ring without its last point is given it, as Api does.
    const [first, last] = [points[0], points.at(-1)];
    if (first && last && (first[0] !== last[0] || first[1] !== last[1])) {
      points.push(first);
    }

    if (points.length < 4) {
      throw new Error('A ring has fewer than three corners.');
    }

    return points;
  });
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    throw new Error('Its coordinates are not nested lists of [longitude, latitude].');
  }

  return value;
}
