// Holds for every page, whatever system answers: accessible, quiet, to itself, not wider than the screen.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { desktop, launch, phone } from '../browser.mjs';
import { knownZone, open, shoot } from '../pages.mjs';

const shots = resolve(process.env.CARBONAPP_SCREENSHOTS ?? join(import.meta.dirname, '../../../artifacts/screenshots'));
let browser;
let zone;

before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await launch();
  zone = await knownZone(browser);
});
after(() => browser?.close());

const pages = () => ({
  overview: ['/', 200],
  'overview-nothing-found': ['/?q=zzzz-nowhere', 200],
  'plan-empty': ['/plan', 200],
  plan: [`/plan?site=${encodeURIComponent(zone)}&duration=3+h&within=24&watts=850`, 200],
  'plan-pauses': [`/plan?site=${encodeURIComponent(zone)}&duration=PT6H&within=48&mode=interruptible`, 200],
  'plan-mistyped': [`/plan?site=${encodeURIComponent(zone)}&duration=soon`, 400],
  'plan-too-tight': [`/plan?site=${encodeURIComponent(zone)}&duration=30+h&within=24`, 422],
  'zone-24h': [`/zones/${encodeURIComponent(zone)}`, 200],
  'zone-7d': [`/zones/${encodeURIComponent(zone)}?range=7d`, 200],
  'zone-1y': [`/zones/${encodeURIComponent(zone)}?range=1y`, 200],
  about: ['/about', 200],
  'not-found': ['/no/such/page', 404],
});

const variants = ['light', 'dark'].flatMap((colorScheme) => [['1440', desktop], ['390', phone]].map(([screen, viewport]) => ({ colorScheme, screen, viewport })));

for (const name of ['overview', 'overview-nothing-found', 'plan-empty', 'plan', 'plan-pauses', 'plan-mistyped', 'plan-too-tight', 'zone-24h', 'zone-7d', 'zone-1y', 'about', 'not-found']) {
  test(`${name}, light and dark, 1440 and 390 px`, async () => {
    const [path, status] = pages()[name];
    const { page, context, faults } = await open(browser, path, { viewport: desktop, reducedMotion: 'reduce', allowStatus: [status] });
    try {
      assert.equal(await page.locator('h1').count(), 1, 'exactly one h1');
      for (const { colorScheme, screen, viewport } of variants) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        // Charts follow the width a frame later.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await shoot(page, join(shots, `${name}-${colorScheme}-${screen}.png`));
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const complaints = violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target).slice(0, 4).join(', ')})`);
        assert.deepEqual({ wider, complaints }, { wider: 0, complaints: [] }, `${colorScheme} ${screen}`);
      }

      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}
