import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actions, calledActions } from '../../src/shared/actions/index.ts';
import { withRedis } from '../support/redis.ts';
import { openSite } from '../web/site.ts';
import { errorCodesPage } from './error-codes-page.ts';
import { listTests, withMatrix } from './fault-matrix.ts';
import { type ApiDocument, httpApiPage } from './http-api-page.ts';
import { manifestPage } from './manifest-page.ts';

// `npm run docs` writes the pages anew; without it a difference fails.
describe('docs/', () => {
  test('manifest.md says what the catalogue says', async () => {
    await expect(manifestPage(actions)).toMatchFileSnapshot('../../docs/manifest.md');
  });

  test('error-codes.md says what the catalogue says', async () => {
    await expect(errorCodesPage(calledActions)).toMatchFileSnapshot('../../docs/error-codes.md');
  });

  test('http-api.md says what the server answers', async () => {
    await withRedis(async (redis) => {
      const site = await openSite(redis);
      const document = await site.read<ApiDocument>('/api/openapi.json');
      await site.close();
      await expect(httpApiPage(document)).toMatchFileSnapshot('../../docs/http-api.md');
    });
  });

  test('safety.md has the fault matrix that is tested', async () => {
    const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
    const names = await listTests('test/faults');
    await expect(withMatrix(page, names)).toMatchFileSnapshot('../../docs/safety.md');
  });
});
