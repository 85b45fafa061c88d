// States that a healthy system does not show; only with the stand-in for Api, which can be told to misbehave.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { desktop, launch, phone } from '../browser.mjs';
import { complaints, open, overflow, settle, shoot } from '../pages.mjs';

const standIn = process.env.CARBONAPP_STAND_IN_URL;
const skip = standIn ? false : 'needs the stand-in for Api';
let browser;

before(async () => {
  if (standIn) {
    browser = await launch();
  }
});
beforeEach(() => become('normal'));
after(async () => {
  await become('normal');
  await browser?.close();
});

// Asked at night there is nothing to trade: the soonest is the cleanest.
const evening = 'asOf=2026-11-20T17:00Z';

const cases = [
  ['empty', '/', 200, /No zone is known yet/],
  ['empty', '/zones/GB', 200, /Nothing is known of this time/],
  ['stale', '/', 200, /Stale/],
  ['stale', '/plan?site=GB&duration=3+h', 200, /forecast is old/],
  ['estimated', '/', 200, /Estimate/],
  ['normal', '/forecast?zone=GB', 200, /closer to what came/],
  ['normal', '/forecast?zone=FR', 200, /too few to learn from/],
  ['empty', '/forecast?zone=GB', 404, /Too little was measured/],
  ['error', '/forecast?zone=GB', 503, /does not answer/],
  ['normal', '/plan?site=DE&site2=GB&site3=AU-NSW&duration=3+h&within=48', 200, /likely courses/],
  ['normal', `/plan/tradeoffs?site=GB&eur=95&site2=DE&eur2=70&duration=6+h&within=48&${evening}`, 200, /The knee/],
  ['normal', '/backtests/01KTESTJ0BD0NE000000000000', 200, /over 10 draws/],
  ['normal', '/backtests/01KTESTJ0BMANY000000000000', 200, /6 h \+ 24 h/],
  ['normal', '/ledger', 200, /Promised to save/],
  ['normal', '/plans/01KTESTPLAN000000000000000', 200, /within its band/],
  ['normal', '/footprint?site=GB&instance=m6i.xlarge&watts=5&start=2026-11-21T00:00&end=2026-11-22T00:00', 200, /Teads/],
  ['empty', '/ledger', 200, /No plan is kept yet/],
  ['error', '/', 503, /does not answer/],
  ['error', '/plan?site=GB&duration=3+h', 503, /does not answer/],
  ['error', '/zones/GB', 503, /does not answer/],
  ['cut', '/', 503, /does not answer/],
];

for (const [state, path, status, words] of cases) {
  test(`${state}: ${path}`, { skip }, async () => {
    await become(state);
    const { page, context, faults } = await open(browser, path, { viewport: desktop, allowStatus: [status] });
    assert.match(await page.locator('main').innerText(), words);
    for (const [screen, viewport, colorScheme] of [['1440', desktop, 'light'], ['390', phone, 'dark']]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await settle(page);
      await shoot(page, `state-${state}-${path.replace(/\W+/g, '_')}-${screen}`);
      assert.deepEqual({ wider: await overflow(page), complaints: await complaints(page) }, { wider: 0, complaints: [] });
    }

    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('“Try again” leads back once the service answers', { skip }, async () => {
  await become('error');
  const { page, context } = await open(browser, '/zones/GB?range=7d', { viewport: desktop, allowStatus: [503] });
  await become('normal');
  await page.getByRole('link', { name: 'Try again' }).click();
  await page.locator('#zone-chart-caption').waitFor();
  assert.equal(new URL(page.url()).search, '?range=7d', 'to the page that was asked for');
  await context.close();
});

test('a point of the front is chosen by keyboard: the figures follow, the focus stays', { skip }, async () => {
  const { page, context, faults } = await open(browser, `/plan/tradeoffs?site=GB&site2=FR&site3=DE&duration=3+h&within=24&${evening}`, { viewport: desktop });
  const points = page.locator('.front-svg a');
  const last = (await points.count()) - 1;
  const words = await points.nth(last).getAttribute('aria-label');
  await points.nth(last).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The cleanest' }).waitFor();
  assert.match(page.url(), /finish=/, 'the choice can be bookmarked');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), words);
  assert.equal(await page.locator('.front-svg a[aria-current=true]').getAttribute('aria-label'), words);
  await page.goBack();
  await page.getByRole('heading', { name: /The knee/ }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('without scripts a point is a link to the same page with its figures', { skip }, async () => {
  const { page, context } = await open(browser, `/plan/tradeoffs?site=FR&duration=3+h&within=24&${evening}`, { viewport: phone, javaScriptEnabled: false });
  // The last is drawn on top: others may lie under their neighbours.
  await page.locator('.front-svg a').last().click();
  await page.getByRole('heading', { name: 'The cleanest' }).waitFor();
  await context.close();
});

test('a run in progress moves by itself and shows its result when it ends', { skip }, async () => {
  const { page, context, faults } = await open(browser, '/backtests/01KTESTJ0BF0110WED00000000', { viewport: desktop });
  await page.locator('[data-job-percent]', { hasText: '75 %' }).waitFor();
  assert.equal(await page.locator('progress').getAttribute('value'), '0.75');
  await page.locator('.groups-svg').waitFor();
  // The page closes its stream when the run has ended; to the browser that is a request that failed.
  assert.deepEqual(faults.filter((fault) => !/\/events net::ERR_ABORTED$/.test(fault)), []);
  await context.close();
});

test('what only one kind of job needs is shown for that kind, also without scripts', { skip }, async () => {
  const { page, context } = await open(browser, '/plan', { viewport: desktop, javaScriptEnabled: false });
  assert.equal(await page.locator('#minrun').isVisible(), false);
  await page.locator('#mode-interruptible').check();
  assert.ok(await page.locator('#minrun').isVisible());
  await page.locator('#mode-elastic').check();
  assert.deepEqual([await page.locator('#minrun').isVisible(), await page.locator('#scale').isVisible(), await page.locator('#watts').isVisible()], [false, true, false]);
  await context.close();
});

async function become(state) {
  if (standIn) {
    await fetch(`${standIn}/stand-in/state/${state}`, { method: 'POST' });
  }
}
