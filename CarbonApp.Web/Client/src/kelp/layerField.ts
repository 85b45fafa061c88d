import { areaKm2, readGeoJson, type Polygon } from './geometry.ts';
import { textOf } from './upload.ts';

/** A layer over the area (LayerField.razor): its file is read into a field that stays with the form, and shown while it is used. */
export class LayerField {
  private readonly file: HTMLInputElement;
  private readonly text: HTMLTextAreaElement;
  private readonly name: HTMLInputElement;
  private readonly used: HTMLInputElement;
  private readonly words: HTMLElement;
  private readonly error: HTMLElement;

  /** Shows polygons, none where the layer is not used; with true they were not there before. */
  constructor(
    root: HTMLElement,
    private readonly show: (polygons: Polygon[], isNew: boolean) => void,
  ) {
    this.file = root.querySelector('input[type=file]')!;
    this.text = root.querySelector('textarea')!;
    this.name = root.querySelector('input[type=hidden]')!;
    this.used = root.querySelector('input[type=checkbox]')!;
    this.words = root.querySelector('.choice span')!;
    this.error = root.querySelector('.field-error')!;
    this.file.addEventListener('change', () => void this.take());
    this.used.addEventListener('change', () => this.draw(this.used.checked));
    this.draw(false);
    // Chosen while the map was loading.
    void this.take();
  }

  private async take(): Promise<void> {
    const file = this.file.files?.[0];
    if (!file) {
      return;
    }

    try {
      const text = await textOf(file);
      readGeoJson(text);
      [this.text.value, this.name.value, this.used.checked] = [text, file.name, true];
      this.complain('');
      this.draw(true);
    } catch (error) {
      this.complain(`“${file.name}” was not taken. ${(error as Error).message}`);
    }

    // From here the text is sent, not the file: what is shown is what is asked.
    this.file.value = '';
  }

  private draw(isNew: boolean): void {
    const polygons = this.polygons();
    this.used.closest('label')!.hidden = this.text.value === '';
    const [name, size] = [document.createElement('b'), document.createElement('span')];
    [name.textContent, size.textContent, size.className] = [this.name.value, sizeOf(polygons), 'sub'];
    this.words.replaceChildren('Use ', name, ' ', size);
    this.show(this.used.checked ? polygons : [], isNew);
  }

  /** None where it cannot be drawn: then Api has complained of it, and the field says so. */
  private polygons(): Polygon[] {
    try {
      return readGeoJson(this.text.value);
    } catch {
      return [];
    }
  }

  private complain(words: string): void {
    this.error.textContent = words;
    this.error.hidden = words === '';
    this.file.setAttribute('aria-invalid', String(words !== ''));
  }
}

/** Such as "3 polygons, 12.5 km²". */
function sizeOf(polygons: Polygon[]): string {
  const km2 = areaKm2(polygons).toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  return `${polygons.length === 1 ? '1 polygon' : `${polygons.length} polygons`}, ${km2} km²`;
}
