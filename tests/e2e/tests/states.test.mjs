// States that a healthy system does not show; only with the stand-in for Api, which can be told to misbehave.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { desktop, launch, phone } from '../browser.mjs';
import { complaints, open, overflow, shoot } from '../pages.mjs';

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

async function become(state) {
  if (standIn) {
    await fetch(`${standIn}/stand-in/state/${state}`, { method: 'POST' });
  }
}
