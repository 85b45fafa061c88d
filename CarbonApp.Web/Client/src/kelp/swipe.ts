import type { Map } from 'maplibre-gl';

/** Two maps over one another, the upper one shown to the right of a divider. */
export class Swipe {
  private readonly field: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly upper: HTMLElement;
  private readonly divider = document.createElement('div');

  constructor(section: HTMLElement) {
    this.field = section.querySelector('[data-swipe]')!;
    this.slider = section.querySelector('#swipe')!;
    this.upper = section.querySelector('[data-map-beside]')!;
    this.divider.className = 'swipe-divider';
    this.divider.hidden = true;
    // The slider does the same by keyboard.
    this.divider.setAttribute('aria-hidden', 'true');
    this.upper.after(this.divider);
    this.slider.addEventListener('input', () => this.place());
    this.divider.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.divider.setPointerCapture(event.pointerId);
    });
    this.divider.addEventListener('pointermove', (event) => {
      if (this.divider.hasPointerCapture(event.pointerId)) {
        const frame = this.upper.getBoundingClientRect();
        this.slider.value = String(Math.round(((event.clientX - frame.left) / frame.width) * 100));
        this.place();
      }
    });
  }

  /** Moving one map moves the other. */
  tie(lower: Map, upper: Map): void {
    let busy = false;
    const follow = (from: Map, to: Map): void => {
      if (!busy) {
        busy = true;
        to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
        busy = false;
      }
    };
    lower.on('move', () => follow(lower, upper));
    upper.on('move', () => follow(upper, lower));
    follow(lower, upper);
  }

  show(on: boolean): void {
    this.field.hidden = !on;
    this.divider.hidden = !on;
    this.upper.hidden = !on;
    this.place();
  }

  private place(): void {
    this.upper.style.clipPath = `inset(0 0 0 ${this.slider.value}%)`;
    this.divider.style.left = `${this.slider.value}%`;
  }
}
