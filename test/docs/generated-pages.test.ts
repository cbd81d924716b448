import { describe, expect, test } from 'vitest';
import { actions } from '../../src/shared/actions/index.ts';
import { errorCodesPage } from './error-codes-page.ts';
import { manifestPage } from './manifest-page.ts';

// `npm run docs` writes the pages anew; without it a difference fails.
describe('docs/', () => {
  test('manifest.md says what the catalogue says', async () => {
    await expect(manifestPage(actions)).toMatchFileSnapshot('../../docs/manifest.md');
  });

  test('error-codes.md says what the catalogue says', async () => {
    await expect(errorCodesPage(actions)).toMatchFileSnapshot('../../docs/error-codes.md');
  });
});
