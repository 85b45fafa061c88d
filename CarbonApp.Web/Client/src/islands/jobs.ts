/** An event of GET /api/v2/jobs/{id}/events. */
interface JobState {
  progress: number;
  stage: string | null;
}

/** Follows a job that runs: each event moves the bar, the last one shows the page anew, now with the result. */
export function followJobs(root: ParentNode): void {
  const section = root.querySelector<HTMLElement>('[data-job]');
  const id = section?.dataset['job'];
  if (!section || !id) {
    return;
  }

  const events = new EventSource(`/api/v2/jobs/${encodeURIComponent(id)}/events`);
  events.addEventListener('progress', (event) => show(section, JSON.parse((event as MessageEvent<string>).data) as JobState));
  events.addEventListener('ended', () => {
    events.close();
    location.reload();
  });
  // Where no stream comes through, look again now and then; a stream that only broke off is opened anew by the browser.
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => location.reload(), 5000);
    }
  });
}

function show(section: HTMLElement, state: JobState): void {
  const bar = section.querySelector<HTMLProgressElement>('[data-job-progress]');
  if (bar) {
    bar.value = state.progress;
  }

  const write = (part: string, words: string): void => {
    const element = section.querySelector(`[data-job-${part}]`);
    if (element) {
      element.textContent = words;
    }
  };
  write('percent', percent(state.progress));
  write('stage', state.stage ?? '');
  write('status', 'Running');
}

/** Never 100 before it is done. */
export function percent(progress: number): string {
  return `${Math.floor(Math.min(Math.max(progress, 0), 1) * 100)} %`;
}
