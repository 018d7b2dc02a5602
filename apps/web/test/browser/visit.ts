import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface Visit {
  readonly page: Page;
  /** Errors of scripts and failed requests so far. */
  readonly errors: readonly string[];
  readonly end: () => Promise<void>;
}

interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** A visitor with a fresh browser profile; waits up to ten seconds for what a test expects. */
export const visit = async (
  browser: Browser,
  baseURL: string,
  { width = 1280, height = 900, colorScheme = 'light' }: VisitOptions = {},
): Promise<Visit> => {
  const context: BrowserContext = await browser.newContext({
    baseURL,
    colorScheme,
    viewport: { width, height },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  return { page, errors, end: () => context.close() };
};

/** Opens a path and waits until nothing is loading any more. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.ds-loading') === null);
};
