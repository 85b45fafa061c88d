/** The reader's own time beside UTC, where the two differ. */
export function localWords(instant: Date, long: boolean, zone?: string): string | null {
  const utc = new Intl.DateTimeFormat('en-GB', { ...parts(long), timeZone: 'UTC' }).format(instant);
  const own = new Intl.DateTimeFormat('en-GB', { ...parts(long), timeZone: zone }).format(instant);
  if (own === utc) {
    return null;
  }

  // The day is said only where it is another one.
  const day = (timeZone?: string): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone }).format(instant);
  return `${long && day('UTC') === day(zone) ? new Intl.DateTimeFormat('en-GB', { ...parts(false), timeZone: zone }).format(instant) : own} local`;
}

export function enhanceTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-local]')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) {
      continue;
    }

    const words = localWords(instant, element.dataset['local'] === 'long');
    if (words !== null) {
      const note = document.createElement('span');
      note.className = 'local';
      note.textContent = ` (${words})`;
      element.append(note);
    }
  }
}

function parts(long: boolean): Intl.DateTimeFormatOptions {
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return long ? { ...clock, weekday: 'short', day: 'numeric', month: 'short' } : clock;
}
