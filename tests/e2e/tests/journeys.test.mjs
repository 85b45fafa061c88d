// What people do on the site, on any system that has at least one zone with figures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, phone, site } from '../browser.mjs';
import { complaints, hasHistory, knownZone, open, overflow } from '../pages.mjs';
import { paste, place } from '../shell.mjs';

let browser;
let zone;
let history;

before(async () => {
  browser = await launch();
  zone = await knownZone(browser);
  history = await hasHistory();
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

test('a day of history gives the start and the figures it is known for', async (t) => {
  if (!history) {
    t.skip('needs gb_ci.csv of 2020 imported');
    return;
  }

  const { page, context } = await open(browser, '/plan?site=GB&duration=3h&asOf=2020-03-15T00:00Z', { viewport: desktop });
  assert.equal(await page.locator('.answer h2').innerText(), 'Start at 04:00 UTC and emit 9.9\u00a0% less');
  assert.match(await page.locator('.answer').innerText(), /Sun 15 Mar 2020, 04:00 → 07:00 UTC/);
  assert.match(await page.locator('section[aria-labelledby=segments-head] tbody').innerText(), /96\.2/);
  assert.match(await page.locator('section[aria-labelledby=baselines-head] .fine').last().innerText(), /96\.17 instead of 106\.73 g\/kWh/);
  assert.match(await page.locator('section[aria-labelledby=provenance-head]').innerText(), /imported\s+Measured/);
  await context.close();
});

// Each form of the question: the lines must hold whatever was filled in.
const questions = () => [
  `site=${encodeURIComponent(zone)}&duration=3+h&within=24&watts=850`,
  'site=aws%2Feu-west-2&duration=6+h&within=48&mode=interruptible&instance=m6i.xlarge&count=4',
  'site=GB&duration=1+h+30+min&asOf=2020-03-15T00:00Z&earliest=2020-03-15T06:00&deadline=2020-03-15T20:00',
];

for (const index of [0, 1, 2]) {
  test(`the lines shown give the plan shown when pasted into a shell, question ${index + 1}`, async () => {
    const { page, context } = await open(browser, `/plan?${questions()[index]}`, { javaScriptEnabled: false });
    const shown = await page.locator('section[aria-labelledby=segments-head] tbody tr').evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('time')].map((time) => Date.parse(time.dateTime))));
    const [command, curl] = await page.locator('.snippet code').allInnerTexts();
    await context.close();

    assert.match(await paste(command), /g\/kWh/);
    for (const [line, output] of [[`${command} --output json`, await paste(`${command} --output json`)], [curl, await paste(curl)]]) {
      const { segments, totals } = JSON.parse(output);
      assert.equal(segments.length, shown.length, line);
      segments.forEach((segment, i) => {
        // Between page and line a while may pass, which moves the earliest start.
        assert.ok(Math.abs(Date.parse(segment.start) - shown[i][0]) <= 120_000, `${line}: ${segment.start} against ${new Date(shown[i][0]).toISOString()}`);
      });
      assert.ok(totals.emissionsG > 0, line);
    }
  });
}

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

test('the reader’s own time is a line of the plan and a title elsewhere', async () => {
  const { page, context } = await open(browser, `/plan?site=${encodeURIComponent(zone)}&duration=3+h`, { viewport: desktop });
  assert.match(await page.locator('.answer .local').innerText(), /→ .*, your time$/);
  assert.match(await page.locator('section[aria-labelledby=segments-head] time').first().getAttribute('title'), /, your time$/);
  await context.close();
});

test('the page to try the API sends its examples by keyboard', async () => {
  const { page, context, faults } = await open(browser, '/docs', { viewport: phone });
  await page.locator('#operations[aria-busy=false]').waitFor();
  for (const [operation, wanted] of [['plan', '"segments"'], ['v1Optimize', '"status": "success"'], ['signals', '"slots"']]) {
    const details = page.locator(`details[data-operation=${operation}]`);
    await details.locator('summary').focus();
    await page.keyboard.press('Enter');
    await details.getByRole('button', { name: 'Send' }).focus();
    await page.keyboard.press('Enter');
    await details.locator('.status', { hasText: /^200 .* ms$/ }).waitFor();
    assert.ok((await details.locator('pre').last().innerText()).includes(wanted), `${operation} answers ${wanted}`);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Send', 'the focus stays where it was');
  }

  const plan = page.locator('details[data-operation=plan]');
  await plan.locator('textarea').fill('{"job":{"duration":"P1M"},"sites":[{"zone":"GB"}]}');
  await plan.getByRole('button', { name: 'Send' }).click();
  await plan.locator('.status.bad', { hasText: /^400/ }).waitFor();
  assert.match(await plan.locator('pre').last().innerText(), /INVALID_DURATION/);
  assert.deepEqual({ wider: await overflow(page), complaints: await complaints(page) }, { wider: 0, complaints: [] });
  // The refused plan is the browser's to report.
  assert.deepEqual(faults.filter((fault) => !fault.includes('status of 400')), []);
  await context.close();
});

test('a plan is kept at the press of a button and found again, without scripts', async () => {
  const { page, context } = await open(browser, `/plan?site=${encodeURIComponent(zone)}&duration=3+h&within=24&watts=850`, { javaScriptEnabled: false });
  await page.getByRole('button', { name: 'Keep this plan' }).click();
  await page.waitForURL(/\/plans\/[0-9A-Z]{26}$/);
  assert.match(await page.locator('.answer').innerText(), /Not settled yet|Promised/);
  const id = page.url().split('/').pop();
  await page.goto(`${site()}/ledger?replays=true`);
  assert.match(await page.locator('.figures').first().innerText(), /Plans kept\s+\d/);
  await page.fill('#id', id);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.waitForURL(new RegExp(`/plans/${id}$`));
  await context.close();
});

test('a backtest of a year is run by its form without scripts and gives the published figure', async (t) => {
  if (!history) {
    t.skip('needs gb_ci.csv of 2020 imported');
    return;
  }

  const { page, context } = await open(browser, '/backtests?zone=GB', { javaScriptEnabled: false });
  await page.fill('#from', '2020-01-01');
  await page.fill('#to', '2021-01-01');
  await page.fill('#window', '1 8');
  await page.selectOption('#forecast', 'noise');
  await page.selectOption('#mode', 'published');
  await page.getByRole('button', { name: 'Run the backtest' }).click();
  await page.waitForURL(/\/backtests\/[0-9A-Z]{26}/);
  // The page looks again by itself every few seconds.
  await page.getByRole('heading', { name: 'Nightly builds' }).waitFor({ timeout: 60_000 });
  const row = page.locator('[aria-labelledby=rows-head] tbody tr', { hasText: '±8 h' }).filter({ hasText: 'One piece' });
  const saved = Number((await row.locator('td').nth(1).innerText()).match(/^[\d.]+/)[0]);
  // Let's Wait Awhile gives 7.945 %; a mean of ten draws with a standard deviation of 0.13 is good to 0.1.
  assert.ok(Math.abs(saved - 7.945) <= 0.1, `${saved} %`);
  const csv = await (await fetch(`${page.url().split('#')[0]}/result.csv`)).text();
  assert.match(csv, /^zone,job_set,/);
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

test('the CSV file is one that carbon import takes whole', async (t) => {
  if (!history) {
    t.skip('needs gb_ci.csv of 2020 imported');
    return;
  }

  const { page, context } = await open(browser, '/zones/GB?from=2020-03-15T00:00&to=2020-03-16T00:00', { javaScriptEnabled: false });
  const href = await page.getByRole('link', { name: /CSV/ }).getAttribute('href');
  await context.close();
  const answer = await fetch(site() + href);
  assert.match(answer.headers.get('content-type'), /text\/csv/);
  const report = JSON.parse(await paste(`carbon import --output json ${place('gb.csv', await answer.text())}`));
  assert.equal(report.status, 'completed');
  assert.deepEqual([report.rowsRead, report.rowsRejected], [48, 0]);
});

test('the API can be asked for its health through the site', async () => {
  assert.equal((await (await fetch(`${site()}/health`)).json()).status, 'healthy');
  const ready = await (await fetch(`${site()}/health/ready`)).json();
  assert.deepEqual(ready.checks.map((check) => [check.name, check.status]), [['api', 'healthy']]);
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
