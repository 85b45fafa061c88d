import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { bandAt, fromSlots, highestBeside, moved, slotAt, toColumns, type ChartData, type SignalSlot } from './series.ts';

const names: Record<string, string> = { m: 'measured', f: 'forecast', e: 'estimate' };
const height = 292;

/** Puts a chart that zooms in the place of the drawn one. */
export function startChart(figure: HTMLElement): void {
  const source = figure.querySelector('template')?.content.textContent;
  const canvas = figure.querySelector<HTMLElement>('.chart-canvas');
  if (!source || !canvas) {
    return;
  }

  const whole = JSON.parse(source) as ChartData;
  if (whole.start.length === 0) {
    return;
  }

  const chart = new Chart(figure, canvas, whole);
  chart.draw();
}

class Chart {
  private plot: uPlot | null = null;
  private shown: ChartData;
  private range: [number, number];
  private fetching: AbortController | null = null;
  private readonly readout = document.createElement('p');

  constructor(
    private readonly figure: HTMLElement,
    private readonly canvas: HTMLElement,
    private readonly whole: ChartData,
  ) {
    this.shown = whole;
    this.range = [whole.from, whole.to];
    figure.classList.add('chart-live');
    canvas.hidden = false;
    // The drawing it replaces was described; the same words go on.
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', figure.querySelector('.chart-svg')?.getAttribute('aria-label') ?? '');
    this.addTools();
    new ResizeObserver(() => this.plot?.setSize({ width: this.canvas.clientWidth, height })).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  draw(): void {
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), toColumns(this.shown) as uPlot.AlignedData, this.canvas);
  }

  private options(): uPlot.Options {
    const style = getComputedStyle(this.figure);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const stepped = uPlot.paths.stepped!({ align: 1 });
    const width = this.shown.start.length > 300 ? 1.25 : 2;
    const line = { paths: stepped, points: { show: false }, spanGaps: false, width };
    const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
    return {
      width: this.canvas.clientWidth,
      height,
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
      scales: { x: { range: () => this.range }, y: { range: (_, __, top) => [0, Math.max(top ?? 0, highestBeside(this.whole)) * 1.08 || 100] } },
      axes: [
        { ...axis, size: 30, space: 64, values: timeLabels },
        { ...axis, size: 48, values: (_, splits) => splits.map((v) => String(v)) },
      ],
      series: [
        {},
        { ...line, label: 'Measured', stroke: colour('--ink') },
        { ...line, label: 'Forecast', stroke: colour('--ink'), dash: [6, 3] },
        { ...line, label: 'Estimate', stroke: colour('--amber'), dash: [2, 3] },
      ],
      hooks: {
        drawClear: [(plot) => this.shade(plot, colour)],
        draw: [(plot) => this.drawSince(plot, colour)],
        setSelect: [(plot) => this.selected(plot)],
        setCursor: [(plot) => this.read(plot)],
      },
    };
  }

  private shade(plot: uPlot, colour: (name: string) => string): void {
    const { ctx, bbox } = plot;
    const x = (time: number): number => Math.max(bbox.left, Math.min(plot.valToPos(time, 'x', true), bbox.left + bbox.width));
    ctx.save();
    for (const window of this.whole.windows) {
      const left = x(window.start);
      const width = x(window.end) - left;
      if (width <= 0) {
        continue;
      }

      if (window.kind === 'plan') {
        ctx.globalAlpha = 0.32;
        ctx.fillStyle = colour('--accent');
        ctx.fillRect(left, bbox.top, Math.max(width, 2), bbox.height);
      } else {
        ctx.globalAlpha = 1;
        ctx.strokeStyle = colour('--ink-2');
        ctx.lineWidth = 1.5 * devicePixelRatio;
        ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.strokeRect(left + 1, bbox.top + 1, Math.max(width - 2, 1), bbox.height - 2);
      }
    }

    ctx.globalAlpha = 0.14;
    ctx.fillStyle = colour('--ink');
    for (const [start, end, low, high] of this.whole.band) {
      const left = x(start);
      const top = plot.valToPos(high, 'y', true);
      ctx.fillRect(left, top, x(end) - left, plot.valToPos(low, 'y', true) - top);
    }

    ctx.globalAlpha = 1;
    const now = this.whole.now;
    if (now !== null && now > this.range[0] && now < this.range[1]) {
      ctx.fillStyle = colour('--amber');
      ctx.fillRect(x(now), bbox.top, 2 * devicePixelRatio, bbox.height);
    }

    ctx.restore();
  }

  /** What was measured after the forecast, over it. */
  private drawSince(plot: uPlot, colour: (name: string) => string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.beginPath();
    let before = NaN;
    for (const [start, end, value] of this.whole.since) {
      const y = plot.valToPos(value, 'y', true);
      // A step joins what adjoins; after a gap the line begins anew.
      ctx[start === before ? 'lineTo' : 'moveTo'](plot.valToPos(start, 'x', true), y);
      ctx.lineTo(plot.valToPos(end, 'x', true), y);
      before = end;
    }

    ctx.strokeStyle = colour('--accent');
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.stroke();
    ctx.restore();
  }

  private selected(plot: uPlot): void {
    if (plot.select.width < 6) {
      return;
    }

    const from = plot.posToVal(plot.select.left, 'x');
    const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.show([from, to]);
  }

  private show(range: [number, number]): void {
    this.range = range;
    if (range[0] <= this.whole.from && range[1] >= this.whole.to) {
      this.shown = this.whole;
    }

    this.draw();
    this.readout.textContent = `Showing ${instant(range[0])} to ${instant(range[1])} UTC`;
    void this.refine();
  }

  /** A year is drawn from means: asks for the values themselves where fewer of them are in view. */
  private async refine(): Promise<void> {
    this.fetching?.abort();
    const [from, to] = this.range;
    const thinned = this.shown.start.length > 1 && this.shown.start[1]! - this.shown.start[0]! > 3600;
    const zone = this.figure.dataset['zone'];
    if (this.figure.dataset['detail'] === undefined || !zone || !thinned || to - from > 62 * 86400) {
      return;
    }

    this.fetching = new AbortController();
    this.figure.setAttribute('aria-busy', 'true');
    try {
      const iso = (time: number): string => new Date(time * 1000).toISOString().slice(0, 19) + 'Z';
      const answer = await fetch(`/api/v2/signals/${encodeURIComponent(zone)}?from=${iso(from)}&to=${iso(to)}`, { signal: this.fetching.signal });
      if (answer.ok) {
        const { slots } = (await answer.json()) as { slots: SignalSlot[] };
        this.shown = fromSlots(slots, this.whole);
        this.draw();
      } else {
        this.readout.textContent += '; finer values cannot be had now';
      }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) {
        this.readout.textContent += '; finer values cannot be had now';
      }
    } finally {
      this.figure.removeAttribute('aria-busy');
    }
  }

  private read(plot: uPlot): void {
    if (plot.cursor.left === undefined || plot.cursor.left === null || plot.cursor.left < 0) {
      return;
    }

    const index = slotAt(this.shown, plot.posToVal(plot.cursor.left, 'x'));
    if (index < 0) {
      return;
    }

    const value = this.shown.value[index];
    const words = value === null || value === undefined ? 'no data' : `${value.toFixed(1)} g/kWh, ${names[this.shown.status[index] ?? ''] ?? ''}`;
    const band = bandAt(this.whole, this.shown.start[index]!);
    this.readout.textContent = `${instant(this.shown.start[index]!)} UTC: ${words}${band ? `, likely ${band[0].toFixed(0)} to ${band[1].toFixed(0)}` : ''}`;
  }

  private addTools(): void {
    const tools = document.createElement('div');
    tools.className = 'chart-tools';
    tools.setAttribute('role', 'group');
    tools.setAttribute('aria-label', 'Zoom the chart');
    const whole: [number, number] = [this.whole.from, this.whole.to];
    const add = (words: string, name: string, act: () => void): void => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = words;
      button.setAttribute('aria-label', name);
      button.addEventListener('click', act);
      tools.append(button);
    };
    add('+', 'Zoom in', () => this.show(moved(this.range, whole, 0.5, 0)));
    add('−', 'Zoom out', () => this.show(moved(this.range, whole, 2, 0)));
    add('←', 'Earlier', () => this.show(moved(this.range, whole, 1, -0.5)));
    add('→', 'Later', () => this.show(moved(this.range, whole, 1, 0.5)));
    add('All', 'Show all', () => this.show(whole));
    this.readout.className = 'chart-readout';
    this.readout.setAttribute('role', 'status');
    this.readout.textContent = 'Drag over the chart to zoom.';
    tools.append(this.readout);
    this.canvas.after(tools);
  }
}

function instant(seconds: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(seconds * 1000);
}

function timeLabels(_: uPlot, splits: number[], __: number, ___: number, step: number): string[] {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
  const year = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
  const ofMonth = (time: number, first: boolean): Intl.DateTimeFormat => (first || new Date(time * 1000).getUTCMonth() === 0 ? year : month);
  return splits.map((time, i) => (step > 20 * 86400 ? ofMonth(time, i === 0) : step >= 86400 || time % 86400 === 0 ? day : clock).format(time * 1000));
}
