import { z } from 'zod';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { manifestPageShape } from '../shapes/upload.ts';
import { readRows } from '../uploads/read-rows.ts';
import type { UploadShelf } from '../uploads/upload-shelf.ts';
import { answers } from './answers.ts';
import { uploadParams } from './params.ts';

/** The file is read from its beginning for every page, so pages far into a large one would cost more than they tell. */
const farthestRow = 100_000;

const query = z.object({
  from: z.coerce.number().int().min(1).max(farthestRow).default(1),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});

/** GET /api/uploads/:upload/rows: what each row buys. */
export function addUploadRowsRoute(app: WebApp, options: WebOptions, shelf: UploadShelf): void {
  app.get(
    '/api/uploads/:upload/rows',
    {
      schema: {
        summary: `What each row of an upload buys, up to row ${farthestRow}`,
        tags: ['submit'],
        params: uploadParams,
        querystring: query,
        response: answers(manifestPageShape),
      },
    },
    async ({ params, query: page }) => readRows(await shelf.find(params.upload), page, options),
  );
}
