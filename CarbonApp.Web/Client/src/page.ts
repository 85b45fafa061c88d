// Everything here adds to pages that are complete without it.
import { enhanceTimes } from './islands/times.ts';
import { addCopyButtons } from './islands/copy.ts';
import { showBusyForms } from './islands/forms.ts';
import { swapChoices } from './islands/choices.ts';
import { followJobs } from './islands/jobs.ts';

enhanceTimes(document);
addCopyButtons(document);
showBusyForms(document);
swapChoices(document);
followJobs(document);

const charts = document.querySelectorAll<HTMLElement>('[data-chart]');
if (charts.length > 0) {
  // Only pages with a chart load the chart library.
  const { startChart } = await import('./islands/chart.ts');
  charts.forEach(startChart);
}
