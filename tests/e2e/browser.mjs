// Debian's Chromium driven by playwright-core: its headless shell where that is installed. CHROMIUM names another one.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter(Boolean);

export function chromiumPath() {
  const found = candidates.find((path) => existsSync(path));
  if (!found) {
    throw new Error(`No Chromium at ${candidates.join(', ')}: apt-get install chromium, or name one in CHROMIUM.`);
  }

  return found;
}

/** Maps are drawn on the processor: slower, but the same pixels everywhere. */
const softwareWebGl = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export const launch = ({ webGl = false } = {}) =>
  chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      ...(webGl ? softwareWebGl : ['--disable-gpu']),
      '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Address of the site under test. */
export const site = () => {
  const address = process.env.CARBONAPP_WEB_URL;
  if (!address) {
    throw new Error('CARBONAPP_WEB_URL is not set: give the address of a running CarbonApp.Web, or start the tests with npm test.');
  }

  return address.replace(/\/$/, '');
};
