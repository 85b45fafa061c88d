// What every page is held to: opened in a fresh context, watched for errors and for requests to other hosts.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import { site } from './browser.mjs';

/** Opens a page of the site; whatever went wrong is in the second part. */
export async function open(browser, path, options = {}) {
  const { allowStatus = [200], ...contextOptions } = options;
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Tokyo', ...contextOptions });
  const page = await context.newPage();
  const faults = [];
  const origin = new URL(site()).origin;
  page.on('console', (message) => {
    // A page that answers 400 or 404 on purpose is reported by the browser itself.
    const own = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    // What the browser says of drawing maps by software, and of pictures taken of them.
    const ofDrawing = /GPU stall due to ReadPixels|Automatic fallback to software WebGL/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !own && !ofDrawing) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:', 'about:'].includes(url.protocol)) {
      faults.push(`other host: ${request.url()}`);
    }
  });
  page.on('requestfailed', (request) => {
    const fault = request.failure()?.errorText;
    // A map gives up tiles that it no longer shows.
    if (fault !== 'net::ERR_ABORTED' || !request.url().includes('/tiles/')) {
      faults.push(`failed: ${request.url()} ${fault}`);
    }
  });
  const response = await page.goto(site() + path, { waitUntil: 'load', timeout: 60_000 });
  if (options.javaScriptEnabled !== false && (await page.locator('[data-chart]').count()) > 0) {
    await page.locator('.chart-live canvas').first().waitFor();
  }

  if (!allowStatus.includes(response.status())) {
    faults.push(`status ${response.status()} of ${path}, wanted ${allowStatus.join(' or ')}`);
  }

  return { page, context, faults, response };
}

/** A zone that the system under test knows a figure of, taken from its overview. */
export async function knownZone(browser) {
  const { page, context } = await open(browser, '/', { javaScriptEnabled: false });
  const link = page.locator('table.zones tr:has(.swatch) .zone > a').first();
  const href = await link.getAttribute('href');
  await context.close();
  return decodeURIComponent(href.split('/').pop());
}

/** Whether Great Britain's measured half hours of 2020 are imported: the pages of history need them. */
export async function hasHistory() {
  const answer = await fetch(`${site()}/api/v2/signals/GB?from=2020-03-15T00:00Z&to=2020-03-16T00:00Z`);
  const { slots = [] } = answer.ok ? await answer.json() : {};
  return slots.length === 48 && slots.every((slot) => slot.status === 'measured');
}

const limassol = { aoi: { point: { lat: 34.6, lon: 33.0 }, radiusKm: 0.8 }, from: '2024-08-01', to: '2024-09-01', name: 'Ladys Mile' };

/** Whether the scene off Limassol is in the catalogue: the pages of kelp's results need one. */
export async function hasScenes() {
  const answer = await fetch(`${site()}/api/v2/scenes?lat=34.6&lon=33.0&from=2024-08-01&to=2024-09-01`);
  return answer.ok && (await answer.json()).scenes.length > 0;
}

/** An analysis with a result, made where there is none yet; null without a scene. */
export async function knownAnalysis() {
  if (!(await hasScenes())) {
    return null;
  }

  const posted = await fetch(`${site()}/api/v2/analyses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(limassol) });
  const { id } = await posted.json();
  for (let i = 0; i < 240; i++) {
    const { state } = await (await fetch(`${site()}/api/v2/analyses/${id}`)).json();
    if (state === 'completed') {
      return id;
    }

    if (state === 'failed') {
      break;
    }

    await new Promise((done) => setTimeout(done, 250));
  }

  throw new Error(`analysis ${id} did not complete within 60 s`);
}

/** What axe complains of. A colour scheme changes colours only, so in a second one only the rules of colour can fail anew. */
export async function complaints(page, { onlyColours = false } = {}) {
  // In the page itself, and only what is wrong comes back: all that axe finds right is megabytes for a long table.
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) });
    return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target).slice(0, 4).join(', ')})`);
  }, onlyColours ? ['cat.color'] : null);
}

/** By how many pixels the page is wider than the screen. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Where pictures go; null where none are asked for. Nothing compares them, people look at them, and a run with them takes longer. */
export const shots = process.env.CARBONAPP_SCREENSHOTS ? resolve(process.env.CARBONAPP_SCREENSHOTS) : null;

/** A picture of the page as far as two screens down or so, those of long lists are slow and teach nothing; or of what is given. */
export async function shoot(page, name, element) {
  if (!shots) {
    return;
  }

  mkdirSync(shots, { recursive: true });
  const path = join(shots, `${name}.png`);
  if (element) {
    await element.screenshot({ path });
    return;
  }

  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 2200) } });
}

/** Until the page has followed a new width or scheme: charts do so a frame later. */
export const settle = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
