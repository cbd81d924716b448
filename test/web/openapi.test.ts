import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site } from './site.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let redis: TestRedis;
let site: Site;
let document: Document;
beforeAll(async () => {
  redis = await startTestRedis();
  site = await openSite(redis);
  document = await site.read('/api/openapi.json');
});
afterAll(async () => {
  await site.close();
  await redis.stop();
});

describe('/api/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const checked = await new Validator().validate({ ...document });
    expect(checked.errors).toBeUndefined();
    expect(checked.valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('refers to no shape that it does not hold', () => {
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    const names = new Set(Array.from(references, ([, name = '']) => name));
    expect(names.size).toBeGreaterThan(5);
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('names every request that is promised', () => {
    const requests = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(requests).toEqual(
      expect.arrayContaining([
        'POST /api/runs',
        'GET /api/runs',
        'GET /api/runs/{run}',
        'GET /api/runs/{run}/report',
        'GET /api/runs/{run}/events',
        ...['pause', 'resume', 'cancel', 'retry', 'reconcile'].map((name) => `POST /api/runs/{run}/${name}`),
        'POST /api/actions/{action}/hold',
        'POST /api/actions/{action}/release',
        'POST /api/uploads',
        'POST /api/uploads/{upload}/confirm',
        'GET /metrics',
        'GET /healthz',
        'GET /readyz',
      ]),
    );
  });
});
