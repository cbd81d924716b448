import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { desktop, phone, type Tab } from './tab.ts';

/** Pictures of every state are written into this folder; none are when it is not set. */
const picturesFolder = process.env.TCBATCH_PICTURES;

const sizes = { desktop, phone };

/** Expects a page as it stands to be accessible and to fit, on a desktop and on a phone, light and dark. */
export async function checkLooks({ page }: Tab, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await takePicture(page, `${name}-${size}-${colorScheme}`);
      // A scheme changes colours and nothing else.
      const rules = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
      expect(await violationsOn(page, rules), `${name}, ${size}, ${colorScheme}`).toEqual([]);
    }
    expect(await overhangOf(page), `${name} is wider than a ${size}`).toBe(0);
  }
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (picturesFolder === undefined) return;
  await mkdir(picturesFolder, { recursive: true });
  // What follows further down is more of the same.
  const clip = { x: 0, y: 0, width: page.viewportSize()?.width ?? desktop.width, height: 2_000 };
  await page.screenshot({ path: join(picturesFolder, `${name}.png`), fullPage: true, clip });
}

/** What the accessibility checker finds, with the elements it means. */
async function violationsOn(page: Page, rules: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options = JSON.stringify({ ...rules, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}

/** By how many pixels a page can be scrolled sideways. */
function overhangOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
