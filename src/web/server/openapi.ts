import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { manifestMediaTypes } from '../uploads/receive-manifest.ts';
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
  app.get('/api/openapi.json', { schema: { hide: true } }, () => completed(apiDocument.parse(app.swagger())));
}

/** As much of the document as is completed here. */
const apiDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type ApiDocument = z.infer<typeof apiDocument>;

const pathsWithManifest = ['/api/runs', '/api/uploads'];

/** Adds the bodies that no schema checks, as they are streamed to disk, and leaves out shapes that nobody uses. */
function completed(document: ApiDocument): ApiDocument {
  const { components } = document;
  const described = Object.entries(document.paths).map(([path, item]) => {
    const post = item.post;
    const isManifest = post !== undefined && pathsWithManifest.includes(path);
    return [path, isManifest ? { ...item, post: { ...post, requestBody: manifestBody } } : item] as const;
  });
  const whole = { ...document, paths: Object.fromEntries(described) };
  const schemas = Object.entries(components.schemas).filter(([name]) => !name.endsWith('Input'));
  return { ...whole, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

const file = { type: 'string', contentMediaType: 'application/octet-stream' } as const;

const manifestBody = {
  required: true,
  description: 'A manifest: the file of a form, or the whole body.',
  content: {
    'multipart/form-data': {
      schema: { type: 'object', required: ['manifest'], properties: { manifest: file } },
    },
    ...Object.fromEntries(manifestMediaTypes.map((type) => [type, { schema: file }])),
  },
};
