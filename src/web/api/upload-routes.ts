import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { uploadShape } from '../shapes/upload.ts';
import { checkUpload } from '../uploads/check-upload.ts';
import { freshUpload, newUpload, uploadDocument } from '../uploads/plan-upload.ts';
import { storeUpload, uploadPaths } from '../uploads/stored-upload.ts';
import type { UploadShelf } from '../uploads/upload-shelf.ts';
import { writeProblems } from '../uploads/write-problems.ts';
import { answers, streamed } from './answers.ts';
import { manifestQuery, openManifestRequest } from './manifest-request.ts';
import { uploadParams } from './params.ts';

/** POST /api/uploads: checks a manifest, and keeps it until a person has confirmed what it would buy. */
export function addUploadRoute(scope: WebApp, options: WebOptions, shelf: UploadShelf): void {
  scope.post(
    '/api/uploads',
    {
      config: { idempotency: 'streamed' },
      schema: {
        summary: 'Check a manifest and plan it; nothing is queued before it is confirmed',
        tags: ['submit'],
        querystring: manifestQuery.omit({ name: true, again: true }),
        response: { ...answers(uploadShape), 201: uploadShape },
      },
    },
    async (request, reply) => {
      const incoming = await openManifestRequest(request, request.query, options);
      const { id, folder } = await shelf.add();
      try {
        const checked = await checkUpload(incoming, folder, { choice: request.query, options });
        const upload = await newUpload(id, checked, { choice: request.query, options });
        await storeUpload(folder, upload);
        return reply.code(201).header('location', `/api/uploads/${id}`).send(uploadDocument(upload));
      } catch (error) {
        await shelf.remove(id);
        throw error;
      }
    },
  );
}

/** What may be done with an upload but confirming it. */
export function addKeptUploadRoutes(app: WebApp, options: WebOptions, shelf: UploadShelf): void {
  const schema = { tags: ['submit'], params: uploadParams };
  app.get(
    '/api/uploads/:upload',
    {
      schema: {
        ...schema,
        summary: 'An upload and its plan, as it would be now',
        response: answers(uploadShape),
      },
    },
    async ({ params }) => {
      const { folder, upload } = await shelf.find(params.upload);
      return uploadDocument(await freshUpload(folder, upload, options));
    },
  );
  const query = z.object({ format: z.enum(['csv', 'json']).default('csv') });
  app.get(
    '/api/uploads/:upload/problems',
    {
      schema: {
        ...schema,
        summary: 'Every problem of an upload, as a file',
        querystring: query,
        response: streamed('The problems.', 'text/csv', 'application/json'),
      },
    },
    async ({ params, query: { format } }, reply) => {
      const { folder } = await shelf.find(params.upload);
      const { problems } = uploadPaths(folder);
      const exists = await access(problems).then(
        () => true,
        () => false,
      );
      const lines = exists ? createReadStream(problems, 'utf8') : Readable.from([]);
      reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="problems.${format}"`);
      return reply.send(Readable.from(writeProblems(lines, format)));
    },
  );
  app.delete(
    '/api/uploads/:upload',
    { schema: { ...schema, summary: 'Remove an upload', response: { 204: z.undefined() } } },
    async ({ params }, reply) => {
      await shelf.remove(params.upload);
      return reply.code(204).send(undefined);
    },
  );
}
