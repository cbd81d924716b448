import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createLedgerGauges } from '../../src/report/metrics/ledger-gauges.ts';
import { actions, calledActions } from '../../src/shared/actions/index.ts';
import { createWorkerMetrics } from '../../src/worker/metrics/worker-metrics.ts';
import { withRedis } from '../support/redis.ts';
import { openSite } from '../web/site.ts';
import { errorCodesPage } from './error-codes-page.ts';
import { listTests, withMatrix } from './fault-matrix.ts';
import { type ApiDocument, httpApiPage } from './http-api-page.ts';
import { manifestPage } from './manifest-page.ts';
import { withMetrics } from './metrics-page.ts';

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

  test('metrics.md names every metric that is told', async () => {
    const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    await withRedis(async (redis) => {
      const site = await openSite(redis);
      const bySite = await (await site.ask('/metrics')).text();
      const { register } = createWorkerMetrics();
      createLedgerGauges(register, site.ledger);
      const byWorker = await register.metrics();
      await site.close();
      const told = [
        { by: '`worker`', text: byWorker },
        { by: '`serve`', text: bySite },
      ];
      await expect(withMetrics(page, told)).toMatchFileSnapshot('../../docs/metrics.md');
    });
  });

  test('safety.md has the fault matrix that is tested', async () => {
    const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
    const names = await listTests('test/faults');
    await expect(withMatrix(page, names)).toMatchFileSnapshot('../../docs/safety.md');
  });
});
