/** Says that a form is on its way, and keeps empty fields out of the address. */
export function showBusyForms(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-busy]')) {
    form.addEventListener('submit', () => {
      const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
      if (button) {
        button.textContent = form.dataset['busy'] ?? button.textContent;
        button.setAttribute('aria-disabled', 'true');
      }
    });
    form.addEventListener('formdata', (event) => {
      for (const [name, value] of [...event.formData]) {
        if (value === '') {
          event.formData.delete(name);
        }
      }
    });
    // Coming back with the browser's back button restores the page as it was left.
    const words = form.querySelector('button[type="submit"]')?.textContent ?? '';
    window.addEventListener('pageshow', () => {
      const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
      if (button) {
        button.textContent = words;
        button.removeAttribute('aria-disabled');
      }
    });
  }
}
