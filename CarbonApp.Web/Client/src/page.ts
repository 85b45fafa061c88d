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

const canopy = document.querySelector<HTMLElement>('[data-canopy-chart]');
if (canopy) {
  const { startCanopyChart } = await import('./kelp/canopyChart.ts');
  startCanopyChart(canopy);
}

// The map library is a megabyte: asked for by the two pages with a map, and after all else of theirs works.
const areaForm = document.querySelector<HTMLFormElement>('[data-area-form]');
if (areaForm) {
  const { startAreaForm } = await import('./kelp/areaForm.ts');
  await startAreaForm(areaForm);
}

const layers = document.querySelector<HTMLElement>('[data-layer-map]');
if (layers) {
  const { startLayerMap } = await import('./kelp/layerMap.ts');
  await startLayerMap(layers);
}
