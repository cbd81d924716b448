import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actions } from '../../src/shared/actions/index.ts';
import { errorCodesPage } from './error-codes-page.ts';
import { listTests, withMatrix } from './fault-matrix.ts';
import { manifestPage } from './manifest-page.ts';

// `npm run docs` writes the pages anew; without it a difference fails.
describe('docs/', () => {
  test('manifest.md says what the catalogue says', async () => {
    await expect(manifestPage(actions)).toMatchFileSnapshot('../../docs/manifest.md');
  });

  test('error-codes.md says what the catalogue says', async () => {
    await expect(errorCodesPage(actions)).toMatchFileSnapshot('../../docs/error-codes.md');
  });

  test('safety.md has the fault matrix that is tested', async () => {
    const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
    const names = await listTests('test/faults');
    await expect(withMatrix(page, names)).toMatchFileSnapshot('../../docs/safety.md');
  });
});
