/** An instant in the reader's own zone, "Sun 15 Mar, 13:00"; null where clocks there show UTC. */
export function localWords(instant: Date, zone?: string): string | null {
  const own = dayAndClock(instant, zone);
  return own === dayAndClock(instant, 'UTC') ? null : own;
}

/** A stretch in the reader's own zone, the second day said only when it is another; null where clocks there show UTC. */
export function localRange(from: Date, to: Date, zone?: string): string | null {
  if (localWords(from, zone) === null && localWords(to, zone) === null) {
    return null;
  }

  const day = (instant: Date): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone: zone }).format(instant);
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  return `${dayAndClock(from, zone)} → ${day(from) === day(to) ? clock.format(to) : dayAndClock(to, zone)}`;
}

/** UTC is what the page says; the reader's own time is there on pointing at one, and in a line of its own where it matters most. */
export function enhanceTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-local]')) {
    const words = read(element.dateTime, localWords);
    if (words !== null) {
      element.title = `${words}, your time`;
    }
  }

  for (const element of root.querySelectorAll<HTMLElement>('[data-local-range]')) {
    const [from = '', to = ''] = element.dataset['localRange']?.split('/') ?? [];
    const words = read(from, (start) => read(to, (end) => localRange(start, end)));
    if (words !== null) {
      const line = document.createElement('span');
      line.className = 'local';
      line.textContent = `${words}, your time`;
      element.append(line);
    }
  }
}

function read(text: string, words: (instant: Date) => string | null): string | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : words(instant);
}

function dayAndClock(instant: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(instant);
}
