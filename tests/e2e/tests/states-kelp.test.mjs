// The pages of kelp in every state, their maps drawn by software; only with the stand-in for Api.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { desktop, launch, phone } from '../browser.mjs';
import { complaints, open, overflow, shoot } from '../pages.mjs';

const standIn = process.env.CARBONAPP_STAND_IN_URL;
const skip = standIn ? false : 'needs the stand-in for Api';
const done = '/kelp/01KTESTKE1PD0NE00000000000';
let browser;

before(async () => {
  if (standIn) {
    browser = await launch({ webGl: true });
  }
});
beforeEach(() => become('normal'));
after(async () => {
  await become('normal');
  await browser?.close();
});

const cases = [
  ['list', 'normal', '/kelp?lat=36.62&lon=-121.93&radius=3', 200, /Point Pinos/, '[data-area-map][data-ready]'],
  ['empty', 'empty', '/kelp', 200, /None yet/, '[data-area-map][data-ready]', 2],
  ['done', 'normal', done, 200, /About 139 t of carbon/, '[data-layer-map][data-ready]'],
  ['bare', 'normal', '/kelp/01KTESTKE1PBARE00000000000', 200, /No canopy was found/, '[data-layer-map][data-ready]', 2],
  ['running', 'normal', '/kelp/01KTESTKE1PRVNN1NG00000000', 200, /scene 5 of 12/],
  ['failed', 'normal', '/kelp/01KTESTKE1PFA11ED000000000', 200, /under cloud/],
  ['cancelled', 'normal', '/kelp/01KTESTKE1PCANCE11ED000000', 200, /stopped before its end/],
  ['unknown', 'normal', '/kelp/NOPE', 404, /There is no such analysis/],
  ['error', 'error', '/kelp', 503, /does not answer/],
];

for (const [name, state, path, status, words, ready, looks = ready ? 4 : 2] of cases) {
  test(`kelp, ${name}`, { skip }, async () => {
    await become(state);
    const { page, context, faults } = await open(browser, path, { viewport: desktop, allowStatus: [status], reducedMotion: 'reduce' });
    if (ready) {
      await page.locator(ready).waitFor();
    }

    assert.match(await page.locator('main').innerText(), words);
    await pictures(page, `kelp-${name}`, looks);
    assert.deepEqual(unexpected(faults), []);
    await context.close();
  });
}

test('an area is drawn: circle, box and outline each fill their fields', { skip }, async () => {
  const { page, context, faults } = await open(browser, '/kelp', { viewport: desktop, reducedMotion: 'reduce' });
  await page.locator('[data-area-map][data-ready]').waitFor();
  const canvas = page.locator('[data-area-map] canvas');
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await canvas.boundingBox();
  const middle = [x + width / 2, y + height / 2];
  const drag = async () => {
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] + 60, middle[1] + 40, { steps: 3 });
    await page.mouse.up();
  };
  const number = async (id) => Number(await page.locator(`#${id}`).inputValue());

  await page.mouse.click(...middle);
  assert.ok(Math.abs((await number('lat')) - 25) < 0.5 && Math.abs(await number('lon')) < 0.5, 'a click sets the middle');
  await page.getByRole('button', { name: 'Draw' }).click();
  await drag();
  assert.ok((await number('radius')) > 500, 'a drag sets the radius');
  assert.match(await page.locator('[data-area-readout]').innerText(), /more than the 10,000 km²/);

  await page.locator('#shape-box').check();
  await drag();
  const box = [await number('west'), await number('south'), await number('east'), await number('north')];
  assert.ok(box[0] < box[2] && box[1] < box[3], `${box}`);

  await page.locator('#shape-outline').check();
  for (const [right, down] of [[0, 0], [60, 0], [60, 50]]) {
    await page.mouse.click(middle[0] + right, middle[1] + down);
  }

  await page.getByRole('button', { name: 'Finish outline' }).click();
  const outline = JSON.parse(await page.locator('#outline').inputValue());
  assert.deepEqual([outline.type, outline.coordinates[0].length], ['Polygon', 4]);
  assert.deepEqual(outline.coordinates[0][0], outline.coordinates[0][3]);
  assert.deepEqual(unexpected(faults), []);
  await context.close();
});

test('a file is read into the outline, one that is none is told apart', { skip }, async () => {
  const { page, context } = await open(browser, '/kelp', { viewport: phone, reducedMotion: 'reduce' });
  await page.locator('[data-area-map][data-ready]').waitFor();
  await page.locator('#shape-outline').check();
  const upload = (text) => page.locator('#file').setInputFiles({ name: 'bay.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(text) });
  await upload('{"type":"Point","coordinates":[1,2]}');
  await page.locator('[data-area-readout]', { hasText: 'There is no polygon in it' }).waitFor();
  await upload('{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[33,34.6],[33.1,34.6],[33.1,34.7],[33,34.6]]]}}');
  await page.locator('[data-area-readout]', { hasText: /about 50\.\d km²/ }).waitFor();
  await page.getByRole('button', { name: 'Analyse' }).click();
  await page.waitForURL(/\/kelp\/01KTESTKE1PRVNN1NG00000000$/);
  await context.close();
});

test('layers of land and depth are shown, left out again, kept with a complaint, and sent', { skip }, async () => {
  const { page, context, faults } = await open(browser, '/kelp?lat=34.63&lon=33.03&radius=4', { viewport: desktop, reducedMotion: 'reduce' });
  await page.locator('[data-area-map][data-ready]').waitFor();
  await page.locator('.more-options summary').click();
  const upload = (id, name, text) => page.locator(`#${id}`).setInputFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) });
  const polygon = (ring, rest = {}) => JSON.stringify({ ...rest, type: 'Polygon', coordinates: [ring] });
  const land = [[32.96, 34.66], [33, 34.645], [33.04, 34.655], [33.1, 34.64], [33.1, 34.7], [32.96, 34.7], [32.96, 34.66]];
  const deep = [[32.97, 34.58], [33.09, 34.58], [33.09, 34.605], [33.03, 34.612], [32.97, 34.6], [32.97, 34.58]];

  await upload('land', 'notes.txt', 'depth in metres');
  await page.locator('#land-error', { hasText: '“notes.txt” was not taken. This is no JSON' }).waitFor();
  assert.equal(await page.locator('#land').getAttribute('aria-invalid'), 'true');
  await upload('land', 'world.geojson', ' '.repeat(1_900_001));
  await page.locator('#land-error', { hasText: '“world.geojson” was not taken. The file is larger than 1.9 MB.' }).waitFor();
  await upload('land', 'coast of Limassol.geojson', polygon(land));
  await page.getByRole('checkbox', { name: /Use coast of Limassol\.geojson 1 polygon, 7\d\.\d km²/ }).waitFor();
  assert.ok(await page.locator('#land-error').isHidden());
  await upload('deep', 'below 30 m.geojson', polygon(deep));
  await page.locator('[data-map-key]', { hasText: /Area\s*Land as given\s*Too deep/ }).waitFor();
  await pictures(page, 'kelp-layers');
  await shoot(page, 'kelp-layers-fields', page.locator('.layer-fields'));

  // Left out by keyboard: gone from the map, but not from the form.
  await page.getByRole('checkbox', { name: /Use below 30 m/ }).focus();
  await page.keyboard.press('Space');
  assert.ok(await page.locator('[data-key=deep]').isHidden());
  await page.keyboard.press('Space');
  assert.ok(await page.locator('[data-key=deep]').isVisible());

  // Api complains of land; both layers are there still, on the map too.
  await upload('land', 'utm.geojson', polygon(land, { crs: {} }));
  await page.getByRole('checkbox', { name: /Use utm/ }).waitFor();
  await page.getByRole('button', { name: 'Analyse' }).click();
  await page.locator('#land-error', { hasText: 'Land: The coordinates are of EPSG:32629' }).waitFor();
  await page.locator('[data-area-map][data-ready]').waitFor();
  assert.ok(await page.locator('[data-key=land]').isVisible());
  assert.ok(await page.getByRole('checkbox', { name: /Use below 30 m\.geojson 1 polygon/ }).isChecked());
  await pictures(page, 'kelp-layers-refused');
  await shoot(page, 'kelp-layers-refused-fields', page.locator('.layer-fields'));

  await upload('land', 'coast of Limassol.geojson', polygon(land));
  await page.getByRole('checkbox', { name: /Use coast of Limassol/ }).waitFor();
  await page.getByRole('button', { name: 'Analyse' }).click();
  await page.waitForURL(/\/kelp\/01KTESTKE1PRVNN1NG00000000$/);
  assert.deepEqual(unexpected(faults), []);
  await context.close();
});

test('layers change with their legend, two are compared by a divider, a bed tells its numbers', { skip }, async () => {
  const { page, context, faults } = await open(browser, done, { viewport: desktop, reducedMotion: 'reduce' });
  await page.locator('[data-layer-map][data-ready]').waitFor();
  const drawn = await middleOf(page, '[data-map] canvas');
  await page.selectOption('#layer', 'mask');
  await page.locator('[data-legend=mask]', { hasText: 'Falls dry at low tide' }).waitFor();
  assert.ok(await page.locator('[data-legend=cover]').isHidden());
  await page.selectOption('#beside', 'false-color');
  await page.locator('[data-map-beside] canvas').waitFor();
  const [lower, upper] = [await page.locator('[data-map]').boundingBox(), await page.locator('[data-map-beside]').boundingBox()];
  assert.deepEqual(upper, lower, 'one map lies over the other');
  await page.locator('#swipe').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await page.locator('[data-map-beside]').evaluate((map) => map.style.clipPath), /51%/);
  await page.waitForTimeout(1500);
  await shoot(page, 'kelp-compare', page.locator('[data-layer-map]'));
  await page.selectOption('#beside', '');
  assert.ok(await page.locator('[data-map-beside]').isHidden());
  const changed = await middleOf(page, '[data-map] canvas');
  assert.notDeepEqual(changed, drawn, 'another layer is another picture');

  // The second bed of the stand-in lies at 36.636° N, 121.921° W.
  const bed = await page.locator('[data-map] canvas').evaluate((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { left, top, width, height };
  });
  const { left, top, width, height } = bed;
  // The area's box, which is known, fills the height but for 40 px on either side.
  const [south, north, west, east] = [36.593, 36.647, -121.9636, -121.8964];
  const scale = (height - 80) / (mercator(north) - mercator(south));
  const x = left + width / 2 + ((-121.921 - (west + east) / 2) * Math.PI / 180) * scale;
  const y = top + 40 + (mercator(north) - mercator(36.6365)) * scale;
  await page.mouse.click(x, y);
  const popup = page.locator('.maplibregl-popup');
  await popup.waitFor();
  assert.match(await popup.innerText(), /Carbon stock\s+64 t C \(33\.2 to 123\)/);
  assert.deepEqual({ complaints: await complaints(page), faults: unexpected(faults) }, { complaints: [], faults: [] });
  await context.close();
});

test('an analysis in progress moves by itself and shows its result when it ends', { skip }, async () => {
  const { page, context, faults } = await open(browser, '/kelp/01KTESTKE1PF0110WED0000000', { viewport: desktop, reducedMotion: 'reduce' });
  await page.locator('[data-job-stage]', { hasText: 'scene 9 of 12' }).waitFor();
  await page.locator('#line-stock').waitFor();
  await page.locator('[data-layer-map][data-ready]').waitFor();
  assert.deepEqual(unexpected(faults), []);
  await context.close();
});

test('without scripts the form asks and the result is whole, with pictures in the place of the map', { skip }, async () => {
  const { page, context } = await open(browser, '/kelp', { viewport: phone, javaScriptEnabled: false });
  assert.ok(await page.locator('[data-area-map]').isHidden());
  await page.fill('#lat', '36.62');
  await page.fill('#lon', '-121.93');
  await page.getByRole('button', { name: 'Analyse' }).click();
  await page.waitForURL(/\/kelp\/01KTESTKE1PRVNN1NG00000000$/);
  await page.goto(page.url().replace(/\/kelp\/.*/, done));
  assert.ok(await page.locator('.stills img').first().isVisible());
  assert.ok(await page.locator('.canopy-svg').isVisible());
  assert.ok(await page.locator('[data-layer-tools]').isHidden());
  assert.equal(await overflow(page), 0);
  await context.close();
});

/** The page wide and narrow, light and dark (or with two looks one of each): a picture, nothing wider than the screen, nothing axe complains of. */
async function pictures(page, name, looks = 4) {
  for (const [screen, viewport] of [['1440', desktop], ['390', phone]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of looks === 4 ? ['light', 'dark'] : [screen === '390' ? 'dark' : 'light']) {
      await page.emulateMedia({ colorScheme });
      await settleMap(page);
      await shoot(page, `${name}-${colorScheme}-${screen}`);
      const told = await complaints(page, { onlyColours: colorScheme === 'dark' && looks === 4 });
      assert.deepEqual({ wider: await overflow(page), complaints: told }, { wider: 0, complaints: [] }, `${colorScheme} ${screen}`);
    }
  }
}

const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** What a canvas shows at its middle, as the screen has it. */
async function middleOf(page, selector) {
  await page.locator(selector).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  const picture = await page.screenshot({ clip: { x: x + width / 2 - 60, y: y + height / 2 - 60, width: 120, height: 120 } });
  return picture.toString('base64');
}

/** A stream that a page leaves is to the browser a request that failed. */
function unexpected(faults) {
  return faults.filter((fault) => !/\/events net::ERR_ABORTED$/.test(fault));
}

/** Until a map has drawn what it has. */
async function settleMap(page) {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 250)));
}

async function become(state) {
  if (standIn) {
    await fetch(`${standIn}/stand-in/state/${state}`, { method: 'POST' });
  }
}
