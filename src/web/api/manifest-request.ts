import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { findAction } from '../../shared/actions/index.ts';
import { RequestProblem } from '../server/problem.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { plainText } from '../uploads/manifest-name.ts';
import { type IncomingManifest, manifestMediaTypes, receiveManifest } from '../uploads/receive-manifest.ts';
import { knownLine } from './known-line.ts';
import { flag, many } from './params.ts';

export const runName = z
  .string()
  .max(200)
  .transform((text) => plainText(text) || null);

/** What may stand in the query of a request that brings a manifest. */
export const manifestQuery = z.object({
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'What rows buy that name no action themselves.' }),
  account: z.string().max(100).optional().meta({ description: 'Who pays for rows that name no account.' }),
  format: z.enum(manifestFormats).optional().meta({ description: 'Wins over name and media type.' }),
  maxPurchases: z.coerce.number().int().min(1).optional().meta({ description: 'Refuse a larger manifest.' }),
  name: runName.optional().meta({ description: 'A name for the run.' }),
  label: many(z.string().max(400)).meta({
    description: 'A label for the run, `key=value`; may be repeated.',
  }),
  again: flag.meta({ description: 'Buy a manifest again that was bought before.' }),
});

export type ManifestQuery = z.infer<typeof manifestQuery>;

/** Leaves the bodies of these routes unread, whatever their media type: they are streamed to disk. */
export function leaveBodiesUnread(scope: WebApp): void {
  scope.removeContentTypeParser(['application/json', 'text/plain']);
  scope.addContentTypeParser([...manifestMediaTypes], (_request, _payload, done) => done(null, undefined));
}

/** Opens the manifest that a request brings. Throws a RequestProblem when the request is wrong. */
export async function openManifestRequest(
  request: FastifyRequest,
  { action, format }: Pick<ManifestQuery, 'action' | 'format'>,
  { maxUploadBytes, uploadIdleMs }: WebOptions,
): Promise<IncomingManifest> {
  if (action !== undefined && !findAction(action)) throw unknownAction(action);
  return receiveManifest(request, { format, maxBytes: maxUploadBytes, idleMs: uploadIdleMs });
}

function unknownAction(action: string): RequestProblem {
  try {
    knownLine(action);
  } catch (error) {
    // Here it is a wrong value and not a wrong address.
    if (error instanceof RequestProblem)
      return new RequestProblem(422, error.code, error.message, error.options);
  }
  throw new Error(`Cannot refuse an action that is known: got ${action}`);
}
