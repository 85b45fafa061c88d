/** What the page carries for a chart (ChartData.cs): columns, seconds since 1970. */
export interface ChartData {
  from: number;
  to: number;
  now: number | null;
  start: number[];
  end: number | null;
  value: (number | null)[];
  /** One letter a slot: m(easured), f(orecast), e(stimated), - for a gap. */
  status: string;
  /** Start, end, 10th and 90th percentile. */
  band: [number, number, number, number][];
  /** Start, end and value measured after the forecast was made. */
  since: [number, number, number][];
  windows: { start: number; end: number; kind: 'plan' | 'now' }[];
}

/** A slot of GET /api/v2/signals/{zone}. */
export interface SignalSlot {
  start: string;
  end: string;
  intensity: number | null;
  status: string | null;
}

export const statuses = ['m', 'f', 'e'] as const;

export type Columns = [number[], ...(number | null)[][]];

/**
 * Times and one column for each status. A value holds from its time to the next; where the status changes both columns carry the
 * value at the border, so that the line does not break there; a gap is null in all.
 */
export function toColumns(data: ChartData): Columns {
  const times = [...data.start];
  const columns = statuses.map((status) => data.value.map((v, i) => (data.status[i] === status ? v : null)));
  for (let i = 1; i < data.value.length; i++) {
    const before = data.status[i - 1];
    if (before !== undefined && before !== '-' && data.status[i] !== '-' && before !== data.status[i]) {
      const column = columns[statuses.indexOf(before as 'm')];
      if (column) {
        column[i] = data.value[i] ?? null;
      }
    }
  }

  // The last value holds until the end: one more point closes its step.
  if (data.end !== null && data.value.length > 0) {
    const last = data.value.length - 1;
    times.push(data.end);
    columns.forEach((column, k) => column.push(data.status[last] === statuses[k] ? (data.value[last] ?? null) : null));
  }

  return [times, ...columns];
}

/** Index of the slot that holds a time; -1 where there is none. */
export function slotAt(data: ChartData, time: number): number {
  if (data.end === null || time < (data.start[0] ?? Infinity) || time >= data.end) {
    return -1;
  }

  let low = 0;
  let high = data.start.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((data.start[middle] ?? 0) <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }

  return low;
}

/** The band that holds at a time; undefined where none does. */
export function bandAt(data: ChartData, time: number): [number, number] | undefined {
  const found = data.band.find(([start, end]) => start <= time && time < end);
  return found && [found[2], found[3]];
}

/** The highest value drawn beside the line. */
export function highestBeside(data: ChartData): number {
  return Math.max(0, ...data.band.map((b) => b[3]), ...data.since.map((s) => s[2]));
}

/** The same data with finer slots in place of the thinned ones. */
export function fromSlots(slots: SignalSlot[], like: ChartData): ChartData {
  return {
    ...like,
    start: slots.map((s) => Date.parse(s.start) / 1000),
    end: slots.length > 0 ? Date.parse(slots[slots.length - 1]!.end) / 1000 : null,
    value: slots.map((s) => s.intensity),
    status: slots.map((s) => (s.intensity === null ? '-' : (s.status ?? '-').charAt(0))).join(''),
  };
}

/** A range zoomed by a factor about its middle, or moved by a part of its length, kept inside the whole. */
export function moved(range: [number, number], whole: [number, number], factor: number, shift: number): [number, number] {
  const length = Math.min((range[1] - range[0]) * factor, whole[1] - whole[0]);
  const middle = (range[0] + range[1]) / 2 + shift * length;
  const start = Math.max(whole[0], Math.min(middle - length / 2, whole[1] - length));
  return [start, start + length];
}
