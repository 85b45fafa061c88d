/**
 * Choosing a point of a plot is following a link. Where scripts run the part of the page that depends on the choice is exchanged
 * instead, so that the reader and the focus stay where they are.
 */
export function swapChoices(root: Document): void {
  root.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement | SVGAElement>('a[data-choice]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }

    event.preventDefault();
    void choose(root, link.getAttribute('href') ?? '', true);
  });
  window.addEventListener('popstate', () => {
    if (root.querySelector('[data-swap]')) {
      void choose(root, location.href, false);
    }
  });
}

async function choose(root: Document, address: string, remember: boolean): Promise<void> {
  const place = root.querySelector<HTMLElement>('[data-swap]');
  const focused = root.activeElement?.getAttribute('href');
  const inPlot = root.activeElement?.namespaceURI === 'http://www.w3.org/2000/svg';
  try {
    place?.setAttribute('aria-busy', 'true');
    const answer = await fetch(address.split('#')[0]!);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-swap]');
    if (!answer.ok || !next || !place) {
      throw new Error(`status ${answer.status}`);
    }

    place.replaceChildren(...next.childNodes);
    place.removeAttribute('aria-busy');
    if (remember) {
      history.pushState(null, '', address.split('#')[0]);
    }

    // What was focused is a new element now.
    const again = [...root.querySelectorAll<HTMLElement | SVGElement>('a[data-choice]')].filter((a) => a.getAttribute('href') === focused);
    (again.find((a) => inPlot === (a.namespaceURI === 'http://www.w3.org/2000/svg')) ?? again[0])?.focus();
  } catch {
    // As without scripts.
    location.assign(address);
  }
}
