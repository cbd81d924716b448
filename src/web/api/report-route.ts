import { Readable } from 'node:stream';
import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { type ReportFormat, reportFormats, writeReport } from '../../report/write-report.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { streamed } from './answers.ts';
import { flag, many, runParams } from './params.ts';

interface Medium {
  readonly type: string;
  readonly extension: string;
}

const media: Readonly<Record<ReportFormat, Medium>> = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
  jsonl: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl' },
  html: { type: 'text/html; charset=utf-8', extension: 'html' },
  manifest: { type: 'text/csv; charset=utf-8', extension: 'manifest.csv' },
  table: { type: 'text/plain; charset=utf-8', extension: 'txt' },
};

/** A report as a page brings its own style, and must be able to do nothing in the name of this site. */
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

const query = z.object({
  format: z.enum(reportFormats).default('json'),
  state: many(z.enum(purchaseStates)).meta({ description: 'Only purchases in this state; may be repeated.' }),
  code: many(z.string()).meta({ description: 'Only purchases with this error code; may be repeated.' }),
  download: flag.meta({ description: 'Have a browser save it to a file.' }),
});

/** The outcome of every purchase of a run, streamed. */
export function addReportRoute(app: WebApp, { ledger }: WebOptions): void {
  app.get(
    '/api/runs/:run/report',
    {
      schema: {
        summary: 'The outcome of every purchase, in row order, as a stream',
        tags: ['runs'],
        params: runParams,
        querystring: query,
        response: streamed('The report.', 'application/json', 'application/jsonl', 'text/csv', 'text/html'),
      },
    },
    async ({ params, query: { format, state = [], code = [], download } }, reply) => {
      const record = await knownRun(ledger, params.run);
      const options = { states: state, codes: code, isColor: false, screenWidth: null };
      const pieces = writeReport(ledger, record, { ...options, format });
      const { type, extension } = media[format];
      const stream = Readable.from(await begun(pieces));
      reply.type(type);
      if (download) reply.header('content-disposition', `attachment; filename="${params.run}.${extension}"`);
      if (format === 'html') reply.header('content-security-policy', reportPolicy);
      return reply.send(stream);
    },
  );
}

/** Waits for the first piece, so that what goes wrong before it can still be told as a problem. */
async function begun(pieces: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await pieces.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* pieces;
  })();
}
