import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site } from './site.ts';

let redis: TestRedis;
let site: Site;
beforeAll(async () => {
  redis = await startTestRedis();
  site = await openSite(redis);
});
afterAll(async () => {
  await site.close();
  await redis.stop();
});

describe('/api/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const document = await site.read<{ openapi: string }>('/api/openapi.json');
    const checked = await new Validator().validate(document);
    expect(checked.errors).toBeUndefined();
    expect(checked.valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('names every request of the API', async () => {
    const { paths } = await site.read<{ paths: Record<string, unknown> }>('/api/openapi.json');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/runs',
        '/api/runs/{run}',
        '/api/runs/{run}/report',
        '/api/runs/{run}/events',
        '/api/runs/{run}/pause',
        '/api/runs/{run}/resume',
        '/api/runs/{run}/cancel',
        '/api/runs/{run}/retry',
        '/api/runs/{run}/reconcile',
        '/api/actions/{action}/hold',
        '/api/actions/{action}/release',
        '/metrics',
        '/healthz',
        '/readyz',
      ]),
    );
  });
});
