import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { WebApp } from './web-app.ts';

/** Describes the API by the very schemas that check its requests and write its answers. Before any route is added. */
export async function describeApi(app: WebApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'tcbatch',
        version: '1',
        description:
          'Buys cloud services in bulk on Tencent Cloud: never twice, never lost, exactly at the limit.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

/** GET /api/openapi.json */
export function addOpenApiRoute(app: WebApp): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
