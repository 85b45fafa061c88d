// What every page is held to: opened in a fresh context, watched for errors and for requests to other hosts.
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
    if (['error', 'warning'].includes(message.type()) && !own) {
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
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
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

/** The page as far as two screens down or so: pictures of long lists are slow and teach nothing. */
export async function shoot(page, path) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 2200) } });
}
