// States that a healthy system does not show; only with the stand-in for Api, which can be told to misbehave.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { desktop, launch, phone } from '../browser.mjs';
import { open, shoot } from '../pages.mjs';

const standIn = process.env.CARBONAPP_STAND_IN_URL;
const skip = standIn ? false : 'needs the stand-in for Api';
const shots = resolve(process.env.CARBONAPP_SCREENSHOTS ?? join(import.meta.dirname, '../../../artifacts/screenshots'));
let browser;

before(async () => {
  if (standIn) {
    mkdirSync(shots, { recursive: true });
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
      await shoot(page, join(shots, `state-${state}-${path.replace(/\W+/g, '_')}-${screen}.png`));
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target).join(', ')})`), []);
    }

    assert.deepEqual(faults, []);
    await context.close();
  });
}

async function become(state) {
  if (standIn) {
    await fetch(`${standIn}/stand-in/state/${state}`, { method: 'POST' });
  }
}
