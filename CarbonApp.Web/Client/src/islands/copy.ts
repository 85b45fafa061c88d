/** A button that copies a snippet; there only where scripts run and the browser allows it. */
export function addCopyButtons(root: ParentNode): void {
  if (!navigator.clipboard) {
    return;
  }

  for (const snippet of root.querySelectorAll<HTMLElement>('[data-copy]')) {
    const code = snippet.querySelector('code');
    const name = snippet.querySelector('h3')?.textContent ?? 'snippet';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${name}`);
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(code?.textContent ?? '').then(
        () => say(button, 'Copied'),
        () => say(button, 'Not allowed'),
      );
    });
    snippet.append(button);
  }
}

function say(button: HTMLButtonElement, words: string): void {
  button.textContent = words;
  button.setAttribute('aria-live', 'polite');
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}
