// Api is killed under the site and comes back by itself; only on the whole system, whose host is named by CARBONAPP_HOST_PID.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { desktop, launch, site } from '../browser.mjs';
import { open } from '../pages.mjs';

const host = process.env.CARBONAPP_HOST_PID;
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('pages say that Api is gone, and show figures again once its host has restarted it', { skip: host ? false : 'needs the host of the system' }, async () => {
  const { page, context } = await open(browser, '/', { viewport: desktop });
  process.kill(pidOfApi(), 'SIGKILL');
  // Asked at once, while the host waits half a second before it starts another one.
  assert.equal((await page.reload()).status(), 503);
  assert.match(await page.locator('main').innerText(), /does not answer/);
  assert.equal((await fetch(`${site()}/health/live`)).status, 200);
  const until = Date.now() + 30_000;
  for (let status = 503; status !== 200; status = (await fetch(`${site()}/`)).status) {
    assert.equal(status, 503, 'nothing but the page that says so');
    assert.ok(Date.now() < until, 'Api is back within 30 s');
    await sleep(200);
  }

  await page.getByRole('link', { name: 'Try again' }).click();
  await page.locator('table.zones .figure').first().waitFor();
  await context.close();
});

/** The host's child that runs CarbonApp.Api.dll. */
function pidOfApi() {
  // A child belongs to the thread that started it.
  const children = readdirSync(`/proc/${host}/task`).flatMap((thread) => readFileSync(`/proc/${host}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean));
  const found = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('CarbonApp.Api.dll'));
  assert.equal(found.length, 1, `one Api among the host's children ${children}`);
  return Number(found[0]);
}
