import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';

export const tokens = { full: 'full-token-of-a-test', read: 'read-token-of-a-test' };
export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

export interface TabOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Who looks; nobody is logged in when it is left out. */
  readonly as?: 'full' | 'read';
  readonly name?: string;
}

/** One tab, with a browser's profile of its own. */
export interface Tab {
  readonly page: Page;
  /** What matches is no complaint from now on: the test asks for it. */
  readonly expectComplaint: (pattern: RegExp) => void;
  readonly logIn: (token: string, name?: string) => Promise<void>;
  /** Goes to a page and waits until it shows something. */
  readonly go: (path: string) => Promise<void>;
  /** Chooses a file on the upload page. */
  readonly choose: (name: string, text: string) => Promise<void>;
  /** Saves what a link leads to, and returns its text. */
  readonly download: (link: Locator) => Promise<string>;
  /** Waits until a heading is there. */
  readonly sees: (heading: string | RegExp) => Promise<void>;
  readonly button: (name: string | RegExp) => Locator;
  readonly close: () => Promise<void>;
}

/** Opens a tab of the site. */
export async function openTab(
  browser: Browser,
  { url, complaints }: { readonly url: string; readonly complaints: string[] },
  { viewport = desktop, as, name }: TabOptions = {},
): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const expected: RegExp[] = [];
  listenForComplaints(page, (complaint) => {
    if (!expected.some((pattern) => pattern.test(complaint))) complaints.push(complaint);
  });
  const tab: Tab = {
    page,
    expectComplaint: (pattern) => expected.push(pattern),
    logIn: async (token, person = '') => {
      await page.goto('/login');
      await page.getByLabel('Token').fill(token);
      await page.getByLabel('Your name').fill(person);
      await page.getByRole('button', { name: 'Log in' }).click();
    },
    go: async (path) => {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    choose: (file, text) =>
      page
        .getByLabel('Choose a file')
        .setInputFiles({ name: file, mimeType: 'text/csv', buffer: Buffer.from(text) }),
    download: async (link) => {
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      return readFile(await download.path(), 'utf8');
    },
    sees: (heading) => page.getByRole('heading', { name: heading }).first().waitFor(),
    button: (label) => page.getByRole('button', { name: label }),
    close: () => context.close(),
  };
  if (as !== undefined) {
    await tab.logIn(tokens[as], name);
    await page.waitForURL('**/runs');
  }
  return tab;
}

/** Errors in the console, violations of the Content-Security-Policy among them, and what broke. */
function listenForComplaints(page: Page, tell: (complaint: string) => void): void {
  page.on('pageerror', (error) => tell(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') tell(message.text());
  });
}
