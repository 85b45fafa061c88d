// Holds for every page, whatever system answers: accessible, quiet, to itself, not wider than the screen.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { desktop, launch, phone } from '../browser.mjs';
import { complaints, hasHistory, knownAnalysis, knownZone, open, overflow, settle, shoot } from '../pages.mjs';

let browser;
let zone;
let history;
let analysis;

before(async () => {
  browser = await launch();
  zone = encodeURIComponent(await knownZone(browser));
  history = await hasHistory();
  analysis = await knownAnalysis();
});
after(() => browser?.close());

const [yesterday, today] = [1, 0].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
const needsHistory = (path) => () => (history ? path : null);
const pages = {
  overview: [() => '/', 200],
  'overview-nothing-found': [() => '/?q=zzzz-nowhere', 200],
  'plan-empty': [() => '/plan', 200],
  plan: [() => `/plan?site=${zone}&duration=3+h&within=24&watts=850`, 200],
  'plan-region': [() => '/plan?site=aws%2Feu-west-2&duration=PT6H&within=48&mode=interruptible&instance=m6i.xlarge&count=4', 200],
  'plan-2020': [needsHistory('/plan?site=GB&duration=3h&asOf=2020-03-15T00:00Z'), 200],
  'plan-2020-pauses': [needsHistory('/plan?site=GB&duration=20h&within=72&mode=interruptible&asOf=2020-03-15T00:00Z'), 200],
  'plan-mistyped': [() => `/plan?site=${zone}&duration=soon`, 400],
  'plan-too-tight': [() => `/plan?site=${zone}&duration=30+h&within=24`, 422],
  'zone-24h': [() => `/zones/${zone}`, 200],
  'zone-1y': [() => `/zones/${zone}?range=1y`, 200],
  'zone-2020': [needsHistory('/zones/GB?from=2020-01-01T00:00&to=2021-01-01T00:00'), 200],
  'zone-unknown': [() => '/zones/XQ', 404],
  'forecast-empty': [() => '/forecast', 200],
  'forecast-2020': [needsHistory('/forecast?zone=GB&at=2020-06-01T00:00'), 200],
  tradeoffs: [() => `/plan/tradeoffs?site=${zone}&eur=90&site2=FR&eur2=60&duration=3+h&within=24&watts=850`, 200],
  'plan-places': [() => '/plan?site=GB&site2=FR&site3=DE&duration=3+h&within=24&watts=850', 200],
  backtests: [() => '/backtests', 200],
  ledger: [() => '/ledger', 200],
  footprint: [() => `/footprint?site=aws%2Feu-west-2&instance=m6i.xlarge&count=4&network=20&start=${yesterday}&end=${today}`, 200],
  kelp: [() => '/kelp', 200],
  'kelp-result': [() => (analysis ? `/kelp/${analysis}` : null), 200, 'needs the scene off Limassol as catalogue'],
  'kelp-unknown': [() => '/kelp/01KTESTUNKNOWN000000000000', 404],
  about: [() => '/about', 200],
  'not-found': [() => '/no/such/page', 404],
  error: [() => '/error', 200],
  docs: [() => '/docs', 200],
};

// Two at a time: a page keeps one processor busy, and none of them changes anything.
describe('every page', { concurrency: 2 }, () => {
  for (const [name, [path, status, needs]] of Object.entries(pages)) {
    test(`${name}, light and dark, 1440 and 390 px`, async (t) => {
      if (path() === null) {
        t.skip(needs ?? 'needs gb_ci.csv of 2020 imported');
        return;
      }

      const { page, context, faults } = await open(browser, path(), { viewport: desktop, reducedMotion: 'reduce', allowStatus: [status] });
      try {
        assert.equal(await page.locator('h1').count(), 1, 'exactly one h1');
        if (name === 'docs') {
          await page.locator('#operations[aria-busy=false]').waitFor();
          await page.locator('details[data-operation=plan] summary').click();
        }

        for (const [width, viewport] of [['1440', desktop], ['390', phone]]) {
          await page.setViewportSize(viewport);
          for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            await settle(page);
            await shoot(page, `${name}-${colorScheme}-${width}`);
            const told = await complaints(page, { onlyColours: colorScheme === 'dark' });
            assert.deepEqual({ wider: await overflow(page), complaints: told }, { wider: 0, complaints: [] }, `${colorScheme} ${width}`);
          }
        }

        assert.deepEqual(faults, []);
      } finally {
        await context.close();
      }
    });
  }
});
