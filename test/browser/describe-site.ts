import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium } from './find-chromium.ts';
import { type Ground, type GroundOptions, openGround } from './ground.ts';

const chromium = findChromium();

/**
 * Groups tests that share one ground, which they are given once it is open. None of them may make a browser complain.
 * They are skipped where no Chromium is, and say so.
 */
export function describeSite(
  title: string,
  body: (ground: () => Ground) => void,
  options: GroundOptions = {},
): void {
  if (chromium === null) {
    describe.skip(`${title}: no Chromium is on the PATH, and npm run setup could not bring one`, () =>
      body(absent));
    return;
  }
  describe(title, () => {
    let opened: Ground | null = null;
    const ground = () => opened ?? absent();
    beforeAll(async () => {
      opened = await openGround(chromium, options);
    });
    afterAll(() => opened?.close());
    afterEach(() => expect(ground().complaints(), 'a browser complained').toEqual([]));
    body(ground);
  });
}

function absent(): never {
  throw new Error('Cannot lend the ground as it is not open');
}
