// From an area to a result on the whole system: the catalogue is a folder with one real scene without kelp, in demo mode.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch } from '../browser.mjs';
import { complaints, hasScenes, open, shoot } from '../pages.mjs';

const scene = 'S2A_MSIL2A_20240805T082601_R021_T36SVD_20240805T144559';
let browser;

before(async () => {
  browser = await launch({ webGl: true });
});
after(() => browser?.close());

test('an area is entered, analysed, watched, read, downloaded and looked at', async (t) => {
  if (!(await hasScenes())) {
    t.skip('needs the scene off Limassol as catalogue');
    return;
  }

  const { page, context, faults } = await open(browser, '/kelp', { viewport: { width: 1100, height: 700 }, reducedMotion: 'reduce' });
  await page.fill('#lat', '34.595');
  await page.fill('#lon', '33.005');
  await page.fill('#radius', '1.2');
  await page.fill('#from', '2024-08-01');
  await page.fill('#to', '2024-09-01');
  await page.fill('#name', 'Off Limassol');
  // Again on a system that has it: made anew, so that there is a way to watch.
  await page.locator('.more-options summary').click();
  await page.locator('input[name=refresh]').check();
  await page.getByRole('button', { name: 'Analyse' }).click();
  await page.waitForURL(/\/kelp\/[0-9A-Z]{26}$/);
  const id = page.url().split('/').pop();

  // The page goes from progress to result by itself.
  const stage = page.locator('[data-job-stage]');
  if (await stage.isVisible()) {
    assert.match(await page.locator('main').innerText(), /\d+ %/);
  }

  await page.locator('#line-stock').waitFor({ timeout: 60_000 });
  assert.match(await (await fetch(new URL(`/api/v2/jobs/${id}/events`, page.url()))).text(), /event: ended/);

  assert.match(await page.locator('h1').innerText(), /^Off Limassol\s*demo$/i);
  assert.match(await page.locator('.demo-notice').innerText(), /DEMO[^]*Do not report these numbers/);
  assert.equal(await page.locator('.demo-mark').innerText(), 'DEMO');
  assert.equal(await page.locator('#carbon-head').innerText(), 'No canopy was found');
  for (const [line, words] of [['stock', /^Stock[^]*\b0 t C\b/], ['production', /^Production[^]*\b0 t C\/y/], ['export', /^Export[^]*\b0 t C\/y/], ['sequestration', /^Sequestration[^]*\b0 t C\/y/]]) {
    assert.match(await page.locator(`#line-${line}`).innerText(), words);
  }

  assert.match(await page.locator('.carbon .figures').innerText(), /Canopy at chart datum[^]*\b0 ha/);
  const row = page.locator('table.scenes tbody tr');
  assert.equal(await row.count(), 1);
  assert.match(await row.innerText(), new RegExp(`5 Aug 2024, 08:26[^]*${scene}[^]*−1000[^]*0 ha`));

  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.downloads a', { hasText: 'timeseries.csv' }).click()]);
  const csv = await readFile(await download.path(), 'utf8');
  assert.match(csv, /DEMO/);
  assert.match(csv, /^2024,3,0,0,/m);
  const report = await fetch(new URL(`/api/v2/analyses/${id}/report.html`, page.url()));
  assert.match(await report.text(), /DEMO/);

  await page.locator('[data-layer-map][data-ready]').waitFor();
  const first = await picture(page);
  await page.selectOption('#layer', 'mask');
  await page.locator('[data-legend=mask]', { hasText: 'Falls dry at low tide' }).waitFor();
  await changed(page, first);
  const mask = await picture(page);
  await page.selectOption('#layer', 'rgb');
  await changed(page, mask);
  assert.ok(await page.locator('[data-legend=mask]').isHidden());
  await shoot(page, 'kelp-limassol', page.locator('[data-layer-map]'));

  assert.deepEqual(await complaints(page), []);
  // A stream that the page leaves is to the browser a request that failed.
  assert.deepEqual(faults.filter((fault) => !/\/events net::ERR_ABORTED$/.test(fault)), []);
  await context.close();
});

/** What the map shows at its middle. */
async function picture(page) {
  const map = page.locator('[data-map] canvas');
  await map.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await map.boundingBox();
  return (await page.screenshot({ clip: { x: x + width / 2 - 60, y: y + height / 2 - 60, width: 120, height: 120 } })).toString('base64');
}

/** Until the map shows something else: tiles come when they are drawn. */
async function changed(page, before) {
  for (let i = 0; i < 60; i++) {
    if ((await picture(page)) !== before) {
      return;
    }

    await page.waitForTimeout(250);
  }

  assert.fail('another layer is another picture');
}
