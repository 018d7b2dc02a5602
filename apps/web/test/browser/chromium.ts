import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where Chromium is installed; undefined where it is not (`apt install chromium`, or set CHROMIUM). */
export const chromiumPath = places.find((place) => place !== undefined && existsSync(place));

/** Why browser tests are skipped; part of their name then. */
export const chromiumNote = chromiumPath === undefined ? ' (skipped: no Chromium, set CHROMIUM)' : '';

/** Starts Chromium with a software WebGL, so that maps draw on machines without a graphics card. */
export const startChromium = (): Promise<Browser> => {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed.');
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
};
