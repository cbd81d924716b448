import { Readable } from 'node:stream';
import { z } from 'zod';
import { manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { writeTemplate } from '../../producer/template.ts';
import { findAction } from '../../shared/actions/index.ts';
import type { WebApp } from '../server/web-app.ts';
import { streamed } from './answers.ts';
import { knownLine } from './known-line.ts';
import { manifestTypes } from './manifest-types.ts';
import { actionParams } from './params.ts';

/** GET /api/templates/:action: an example manifest with every parameter of an action, explained. */
export function addTemplateRoute(app: WebApp): void {
  app.get(
    '/api/templates/:action',
    {
      schema: {
        summary: 'An example manifest with every parameter of an action, explained',
        tags: ['submit'],
        params: actionParams,
        querystring: z.object({ format: z.enum(manifestFormats).default('csv') }),
        response: streamed('The manifest.', ...Object.values(manifestTypes)),
      },
    },
    async ({ params, query: { format } }, reply) => {
      const { action } = knownLine(params.action);
      const definition = findAction(action);
      if (!definition) throw new Error(`Cannot write template as its action is unknown: got ${action}`);
      return reply
        .type(`${manifestTypes[format]}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="${action}.${format}"`)
        .send(Readable.from([writeTemplate(definition, format)]));
    },
  );
}
