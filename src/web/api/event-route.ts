import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import type { EventStreams } from '../events/event-streams.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { streamed } from './answers.ts';
import { flag, runParams } from './params.ts';

const query = z.object({
  actions: flag.meta({ description: 'Also send `actions` events: counts by action and state.' }),
});

/** Server-Sent Events of a run. */
export function addEventRoute(app: WebApp, { ledger }: WebOptions, streams: EventStreams): void {
  app.get(
    '/api/runs/:run/events',
    {
      schema: {
        summary:
          'Server-Sent Events: the status at once, then whenever it changes, at most four times a second',
        description:
          'Each `status` event is a whole status document, so a stream that broke is resumed by asking again, with Last-Event-ID or without.',
        tags: ['runs'],
        params: runParams,
        querystring: query,
        response: streamed('The events.', 'text/event-stream'),
      },
    },
    async ({ params, query: { actions } }, reply) => {
      await knownRun(ledger, params.run);
      const stream = new PassThrough();
      streams.open(params.run, stream, { withActions: actions });
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(stream);
    },
  );
}
