import { describe, expect, it } from 'vitest';
import { bandAt, fromSlots, highestBeside, moved, slotAt, toColumns, type ChartData } from './series.ts';

const data: ChartData = { from: 0, to: 40, now: null, start: [0, 10, 20, 30], end: 40, value: [100, 200, null, 50], status: 'mf-e', band: [[10, 30, 150, 260]], since: [[10, 20, 300]], windows: [] };

describe('toColumns', () => {
  it('keeps a gap a gap in every column', () => {
    const [times, ...columns] = toColumns(data);
    expect(times).toEqual([0, 10, 20, 30, 40]);
    expect(columns.map((c) => c[2])).toEqual([null, null, null]);
  });

  it('joins neighbours of different status at their border', () => {
    const [, measured, forecast] = toColumns(data);
    expect(measured).toEqual([100, 200, null, null, null]);
    expect(forecast?.[1]).toBe(200);
  });

  it('closes the last step', () => {
    expect(toColumns(data)[3]).toEqual([null, null, null, 50, 50]);
  });
});

describe('slotAt', () => {
  it.each([[0, 0], [9.9, 0], [10, 1], [39, 3], [40, -1], [-1, -1]])('finds the slot of %d', (time, index) => {
    expect(slotAt(data, time)).toBe(index);
  });
});

describe('bandAt', () => {
  it.each([[9, undefined], [10, [150, 260]], [29.9, [150, 260]], [30, undefined]])('finds the band of %d', (time, band) => {
    expect(bandAt(data, time)).toEqual(band);
  });
  it('is part of what must fit the scale, as is what was measured since', () => {
    expect(highestBeside(data)).toBe(300);
    expect(highestBeside({ ...data, since: [] })).toBe(260);
    expect(highestBeside({ ...data, since: [], band: [] })).toBe(0);
  });
});

describe('moved', () => {
  it('zooms about the middle', () => expect(moved([0, 100], [0, 100], 0.5, 0)).toEqual([25, 75]));
  it('never leaves the whole', () => {
    expect(moved([0, 50], [0, 100], 1, -0.5)).toEqual([0, 50]);
    expect(moved([20, 80], [0, 100], 4, 0)).toEqual([0, 100]);
  });
});

describe('fromSlots', () => {
  it('reads the wire, unknown staying unknown', () => {
    const fine = fromSlots([
      { start: '1970-01-01T00:00:00Z', end: '1970-01-01T00:30:00Z', intensity: 12, status: 'measured' },
      { start: '1970-01-01T00:30:00Z', end: '1970-01-01T01:00:00Z', intensity: null, status: null },
    ], data);
    expect(fine.start).toEqual([0, 1800]);
    expect(fine.end).toBe(3600);
    expect(fine.value).toEqual([12, null]);
    expect(fine.status).toBe('m-');
  });
});
