import { describe, expect, test } from 'vitest';
import { land, perDegree } from '../../basemap.mjs';
import { areaKm2, boundsOf, box, circle, distanceKm, readGeoJson, wrapped, type Polygon } from './geometry.ts';
import { polygonsOf } from './land.ts';

describe('shapes', () => {
  test('a circle is as wide as its radius and as large as a disc on the sphere', () => {
    const ring = circle(36.6, -121.9, 10, 720);
    expect(ring.every((point) => Math.abs(distanceKm([-121.9, 36.6], point) - 10) < 1e-9)).toBe(true);
    expect(ring[0]).toEqual(ring.at(-1));
    // π·10² less a ten-millionth for the curve of the Earth and the corners.
    expect(areaKm2([[ring]])).toBeCloseTo(314.15, 1);
  });

  test('a circle near the pole and one over the antimeridian stay in one piece', () => {
    expect(boundsOf([[circle(-16.5, 179.99, 20)]])![2]).toBeGreaterThan(180);
    expect(areaKm2([[circle(83, 10, 10, 720)]])).toBeCloseTo(314.15, 1);
  });

  test('a degree at the equator is 12,364 km²; holes are taken off', () => {
    const outer = box([0, 0, 1, 1]);
    expect(areaKm2([[outer]])).toBeCloseTo(12_364, -1);
    expect(areaKm2([[outer, box([0, 0, 1, 1])]])).toBeCloseTo(0, 6);
  });

  test('a box with west above east crosses the antimeridian', () => {
    expect(boundsOf([[box([179, -17, -179, -16])]])).toEqual([179, -17, 181, -16]);
    expect([wrapped(181), wrapped(-541), wrapped(12)]).toEqual([-179, 179, 12]);
  });
});

describe('GeoJSON', () => {
  const ring = [[0, 0], [1, 0], [1, 1], [0, 0]];
  test.each([
    [{ type: 'Polygon', coordinates: [ring] }],
    [{ type: 'MultiPolygon', coordinates: [[ring]] }],
    [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }],
    [{ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] } }] }],
  ])('reads %j', (value) => {
    expect(readGeoJson(JSON.stringify(value))).toEqual([[ring]]);
  });

  test('closes a ring that lacks its last point', () => {
    expect(readGeoJson('{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}')).toEqual([[ring]]);
  });

  test.each([
    ['{', /no JSON/],
    ['null', /no polygon/],
    ['{"type":"Point","coordinates":[1,2]}', /no polygon/],
    ['{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}', /fewer than three/],
    ['{"type":"Polygon","coordinates":[[["a",0],[1,0],[0,0],[1,1]]]}', /not \[longitude/],
    ['{"type":"Polygon","coordinates":7}', /nested lists/],
    ['{"type":"FeatureCollection","features":[null]}', /no polygon/],
  ])('says what is wrong with %s', (text, words) => {
    expect(() => readGeoJson(text)).toThrow(words);
  });
});

describe('the basemap', () => {
  const packed = land();
  const polygons: Polygon[] = polygonsOf(packed, perDegree);

  test('no edge of a coast runs around the world, and all of it is on the map', () => {
    const [west, south, east, north] = boundsOf(polygons)!;
    expect([west, east]).toEqual([-180, 180]);
    expect([south, north].every((lat) => Math.abs(lat) <= 90)).toBe(true);
    const longest = Math.max(...polygons.flat().map((r) => Math.max(...r.slice(1).map((p, i) => Math.abs(p[0] - r[i]![0])))));
    expect(longest).toBeLessThan(10);
  });

  test('it has the land of the Earth, and both halves of Fiji’s Taveuni', () => {
    // 149 million km² with Antarctica; a drawing at this scale is good to a few per cent.
    expect(areaKm2(polygons) / 1e6).toBeGreaterThan(143);
    expect(areaKm2(polygons) / 1e6).toBeLessThan(152);
    expect(polygons.some((p) => boundsOf([p])![0] === -180 && Math.abs(boundsOf([p])![1] + 17) < 1)).toBe(true);
  });

  test('it stays a file that loads at once', () => {
    expect(JSON.stringify(packed).length).toBeLessThan(360_000);
  });
});
