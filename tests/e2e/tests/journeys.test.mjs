// What people do on the site, on any system that has at least one zone with figures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, phone, site } from '../browser.mjs';
import { knownZone, open } from '../pages.mjs';

let browser;
let zone;

before(async () => {
  browser = await launch();
  zone = await knownZone(browser);
});
after(() => browser?.close());

test('the plan form is filled and sent by keyboard alone', async () => {
  const { page, context, faults } = await open(browser, '/plan', { viewport: desktop });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop is the skip link');
  await page.keyboard.press('Enter');
  await tabTo(page, 'site');
  await page.keyboard.type(zone);
  await page.keyboard.press('Escape');
  await tabTo(page, 'duration');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('2 h 30 min');
  await tabTo(page, 'watts');
  await page.keyboard.type('500');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'the focus can be seen');
  await Promise.all([page.waitForURL(/\/plan\?.*site=/), page.keyboard.press('Enter')]);
  await page.locator('.answer h2').waitFor();
  const address = new URL(page.url());
  assert.equal(address.searchParams.get('duration'), '2 h 30 min');
  assert.equal(address.searchParams.has('asof'), false, 'empty fields stay out of the address');
  assert.match(await page.locator('.figures').first().innerText(), /\d.*g/s);
  assert.match(await page.locator('table').first().innerText(), /2 h 30 min/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a plan reads the same with and without scripts', async () => {
  const path = `/plan?site=${encodeURIComponent(zone)}&duration=3+h&within=24&watts=850`;
  const { page, context } = await open(browser, path, { viewport: phone, javaScriptEnabled: false });
  assert.ok(await page.locator('.answer h2').isVisible());
  assert.ok(await page.locator('.chart-svg').isVisible(), 'the drawn chart is shown');
  assert.ok((await page.locator('.chart-svg .line').count()) > 0, 'it has a line');
  assert.equal(await page.locator('.chart-svg .window-plan').count(), await page.locator('section[aria-labelledby=segments-head] tbody tr').count());
  const commands = await page.locator('.snippet code').allInnerTexts();
  assert.match(commands[0], /^carbon plan .*--duration PT3H/);
  assert.match(commands[1], /^curl .*\/api\/v2\/plan/);
  await context.close();
});

test('the curl line shown gives the plan shown', async () => {
  const { page, context } = await open(browser, `/plan?site=${encodeURIComponent(zone)}&duration=3+h&within=24&watts=850`, { javaScriptEnabled: false });
  const curl = await page.locator('.snippet code').nth(1).innerText();
  const body = curl.slice(curl.indexOf("-d '") + 4, curl.lastIndexOf("'"));
  const shown = await page.locator('section[aria-labelledby=segments-head] tbody time').first().getAttribute('datetime');
  const answer = await fetch(`${site()}/api/v2/plan`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  assert.equal(answer.status, 200);
  const plan = await answer.json();
  // Between page and call a minute may pass, which moves the earliest start.
  assert.ok(Math.abs(Date.parse(plan.segments[0].start) - Date.parse(shown)) <= 120_000, `${plan.segments[0].start} against ${shown}`);
  await context.close();
});

test('the overview works without scripts, ranks cleanest first and can be filtered', async () => {
  const { page, context } = await open(browser, '/', { viewport: desktop, javaScriptEnabled: false });
  const figures = (await page.locator('.figure .value').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  assert.ok(figures.length > 0);
  assert.deepEqual(figures, [...figures].sort((a, b) => a - b));
  await page.fill('#q', zone);
  await page.click('form.filter button');
  const keys = await page.locator('table.zones .key').allInnerTexts();
  assert.ok(keys.includes(zone), `${zone} is among ${keys}`);
  assert.equal(new URL(page.url()).searchParams.get('q'), zone);
  await context.close();
});

test('the zone page works without scripts', async () => {
  const { page, context } = await open(browser, `/zones/${encodeURIComponent(zone)}?range=7d`, { viewport: phone, javaScriptEnabled: false });
  assert.ok((await page.locator('.chart-svg .line').count()) > 0);
  assert.match(await page.locator('.figures').innerText(), /Mean\s+[\d,.]+ g\/kWh/);
  await page.locator('summary', { hasText: 'values' }).click();
  assert.ok((await page.locator('.tall tbody tr').count()) > 20);
  await context.close();
});

test('a drag over the chart zooms in, and buttons do the same by keyboard', async () => {
  const { page, context, faults } = await open(browser, `/zones/${encodeURIComponent(zone)}?range=1y`, { viewport: desktop });
  const plot = page.locator('.u-over');
  await plot.waitFor();
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.98, box.y + 60, { steps: 5 });
  await page.mouse.up();
  const readout = page.locator('.chart-readout');
  await readout.filter({ hasText: 'Showing' }).waitFor();
  await page.waitForLoadState('networkidle');
  const zoomed = await readout.innerText();
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForLoadState('networkidle');
  assert.notEqual(await readout.innerText(), zoomed);
  await page.getByRole('button', { name: 'Show all' }).click();
  assert.deepEqual(faults, []);
  await context.close();
});

test('times get the reader’s own beside them', async () => {
  const { page, context } = await open(browser, `/plan?site=${encodeURIComponent(zone)}&duration=3+h`, { viewport: desktop });
  assert.match(await page.locator('.answer time .local').first().innerText(), /local/);
  await context.close();
});

test('the first page weighs at most 200 kB compressed', async () => {
  const { page, context } = await open(browser, '/', { viewport: desktop });
  const resources = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((e) => [e.name, e.transferSize]));
  const total = resources.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(total > 0 && total <= 200_000, `${total} bytes: ${JSON.stringify(resources)}`);
  console.log(`first page: ${total} bytes in ${resources.length} requests`);
  await context.close();
});

test('pages forbid what is inline or from elsewhere, files may be kept for a year', async () => {
  const answer = await fetch(site() + '/');
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const html = await answer.text();
  assert.doesNotMatch(html, /\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  const file = html.match(/\/islands\/page-[^"]+\.js/)[0];
  const script = await fetch(site() + file);
  assert.match(script.headers.get('cache-control'), /max-age=31536000.*immutable/);
});

test('browser calls to the API go through the site', async () => {
  const answer = await fetch(site() + '/api/v2/zones');
  assert.equal(answer.status, 200);
  assert.ok((await answer.json()).zones.some((z) => z.zone === zone));
});

test('the CSV file has a line for each slot', async () => {
  const { page, context } = await open(browser, `/zones/${encodeURIComponent(zone)}?range=24h`, { javaScriptEnabled: false });
  const href = await page.getByRole('link', { name: /CSV/ }).getAttribute('href');
  const answer = await fetch(site() + href);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /text\/csv/);
  const lines = (await answer.text()).trim().split('\n');
  assert.match(lines[0], /^start_utc,end_utc,intensity/);
  assert.ok(lines.length > 24);
  await context.close();
});

async function tabTo(page, id) {
  for (let i = 0; i < 40; i++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) {
      return;
    }

    await page.keyboard.press('Tab');
  }

  assert.fail(`Tab never reaches #${id}`);
}
