import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** What the page carries for the chart (CanopySeries.cs): columns, decimal years. */
interface CanopyData {
  unit: string;
  year: number[];
  label: string[];
  low: number[];
  middle: number[];
  high: number[];
  maximum: boolean[];
  tide: (number | null)[];
  trend: [number, number] | null;
}

const height = 250;

/** Puts a chart that tells its figures in the place of the drawn one. */
export function startCanopyChart(figure: HTMLElement): void {
  const source = figure.querySelector('template')?.content.textContent;
  const canvas = figure.querySelector<HTMLElement>('.chart-canvas');
  // One or two points are told by the drawing as well as by anything.
  const data = source ? (JSON.parse(source) as CanopyData) : null;
  if (!canvas || !data || data.year.length < 3) {
    return;
  }

  figure.classList.add('chart-live');
  canvas.hidden = false;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', figure.querySelector('.chart-svg')?.getAttribute('aria-label') ?? '');
  const readout = document.createElement('p');
  readout.className = 'chart-readout';
  readout.setAttribute('role', 'status');
  readout.textContent = 'Point at a quarter for its figures; drag to zoom, double-click for all.';
  canvas.after(readout);

  let plot: uPlot | null = null;
  const draw = (): void => {
    plot?.destroy();
    plot = new uPlot(options(figure, canvas.clientWidth, data, (words) => (readout.textContent = words)), columns(data), canvas);
  };
  draw();
  new ResizeObserver(() => plot?.setSize({ width: canvas.clientWidth, height })).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}

function columns(data: CanopyData): uPlot.AlignedData {
  const [first, last] = [data.year[0]!, data.year.at(-1)!];
  const trend = data.trend;
  const line = data.year.map((year) => (trend ? trend[0] + ((year - first) / (last - first)) * (trend[1] - trend[0]) : null));
  return [data.year, data.low, data.high, data.middle, line, data.middle.map((value, i) => (data.maximum[i] ? value : null))];
}

function options(figure: HTMLElement, width: number, data: CanopyData, tell: (words: string) => void): uPlot.Options {
  const style = getComputedStyle(figure);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
  const figureOf = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  const hidden = { stroke: 'transparent', points: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { show: false } },
    scales: { x: { time: false, range: (_, low, high) => [low - 0.15, high + 0.15] }, y: { range: (_, __, top) => [0, (top ?? 1) * 1.06 || 1] } },
    axes: [
      { ...axis, size: 30, incrs: [0.25, 0.5, 1, 2, 5], values: (_, splits) => splits.map((year) => (Number.isInteger(year) ? String(year) : year % 0.25 === 0 ? `Q${(year % 1) * 4 + 1}` : '')) },
      { ...axis, size: 56, values: (_, splits) => splits.map((value) => value.toLocaleString('en-GB')) },
    ],
    bands: [{ series: [2, 1], fill: `color-mix(in srgb, ${colour('--accent')} 20%, transparent)` }],
    series: [
      {},
      { ...hidden, label: '5 %' },
      { ...hidden, label: '95 %' },
      { label: 'Median', stroke: colour('--accent'), width: 2, points: { show: true, size: 8, fill: colour('--surface'), stroke: colour('--accent'), width: 2 } },
      { label: 'Trend', stroke: colour('--amber'), width: 2, dash: [6, 4], points: { show: false } },
      { label: 'Highest of its year', paths: () => null, points: { show: true, size: 8, fill: colour('--accent'), stroke: colour('--accent'), width: 2 } },
    ],
    hooks: {
      setCursor: [(plot) => {
        const index = plot.cursor.idx;
        if (index !== undefined && index !== null && (plot.cursor.left ?? -1) >= 0) {
          const tide = data.tide[index];
          tell(`${data.label[index]}: ${figureOf(data.middle[index]!)} ${data.unit}, ${figureOf(data.low[index]!)} to ${figureOf(data.high[index]!)}${tide === null || tide === undefined ? '' : `, tide ${tide.toFixed(2)} m`}`);
        }
      }],
    },
  };
}
