import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type FoundRenewals,
  findRenewals,
  type RenewalSearch,
} from '../../producer/expiring/find-renewals.ts';
import { writeRenewals } from '../../producer/expiring/write-renewals.ts';
import {
  type ManifestFormat,
  type ManifestSource,
  manifestFormats,
} from '../../producer/manifest/manifest-source.ts';
import { spoolManifest } from '../../producer/manifest/spool-manifest.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { expiringShape } from '../shapes/expiring.ts';
import { answers, streamed } from './answers.ts';
import { type ExpiringQuery, expiringQuery, searchFor } from './expiring-query.ts';
import { manifestTypes } from './manifest-types.ts';
import { readExpiring } from './read-expiring.ts';

const manifestQuery = expiringQuery.extend({ format: z.enum(manifestFormats).default('csv') });

/** What expires soon: to be looked at, and as the manifest that renews it. Looking changes nothing. */
export function addExpiringRoutes(app: WebApp, options: WebOptions): void {
  const tags = ['expiring'];
  app.get(
    '/api/expiring',
    {
      schema: {
        summary: 'What expires soon, and what the renewal of each would be',
        tags,
        querystring: expiringQuery,
        response: answers(expiringShape),
      },
    },
    ({ query }) => withRenewals(options, query, readExpiring),
  );
  app.get(
    '/api/expiring/manifest',
    {
      schema: {
        summary: 'The manifest that renews each of them once; submitted again it renews nothing twice',
        tags,
        querystring: manifestQuery,
        response: streamed('The manifest.', ...Object.values(manifestTypes)),
      },
    },
    async ({ query }, reply) =>
      sendOnce(reply, await withRenewals(options, query, (found, search) => spool(found, search, query))),
  );
}

/** Lends what is found in the account that a request names. */
function withRenewals<Value>(
  { accounts, withLookRoom }: WebOptions,
  query: ExpiringQuery,
  body: (found: FoundRenewals, search: RenewalSearch) => Promise<Value>,
): Promise<Value> {
  const search = searchFor(query, accounts);
  return withLookRoom(
    (room) => {
      const { provider } = room.inAccount(query.account ?? defaultAccount);
      return body(findRenewals(provider.look, search), search);
    },
    { requeueProved: false },
  );
}

/** All of it or nothing: half a list would look like a whole one. */
function spool(
  { rows }: FoundRenewals,
  { actions }: RenewalSearch,
  { account, format }: z.infer<typeof manifestQuery>,
): Promise<ManifestSource> {
  const pieces = writeRenewals(rows, { format, actions, account: account ?? null });
  return spoolManifest(inBytes(pieces), { name: 'renewals', format });
}

async function* inBytes(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** Sends a manifest that was kept on disk, and keeps it no longer than that, also where nobody waits for it any more. */
function sendOnce(reply: FastifyReply, { name, format, open, close }: ManifestSource): FastifyReply {
  const letGo = () => void close();
  if (reply.raw.closed) letGo();
  else reply.raw.once('close', letGo);
  return reply
    .type(typeOf(format))
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(Readable.from(open()));
}

function typeOf(format: ManifestFormat): string {
  return `${manifestTypes[format]}; charset=utf-8`;
}
