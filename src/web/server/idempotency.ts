import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { RequestProblem } from './problem.ts';
import type { WebApp } from './web-app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key under which the answer is to be kept; null where none was given, or it was answered already. */
    idempotency: Claim | null;
  }
  interface FastifyContextConfig {
    /** `streamed`: the route claims the key itself, once it has read the body. */
    idempotency?: 'streamed';
  }
}

interface Claim {
  readonly key: string;
  readonly fingerprint: string;
  readonly renewal: NodeJS.Timeout;
}

const stored = z.object({
  fingerprint: z.string(),
  answer: z
    .object({ status: z.number(), type: z.string(), location: z.string().nullable(), body: z.string() })
    .nullable(),
});

const keptMs = 24 * 3_600_000;
/** A server that died lets go of its keys after so long; one that lives renews them. */
const claimMs = 30_000;
const renewEveryMs = 10_000;
/** Larger answers are not kept: they are read again just as well. */
const mostBodyBytes = 1024 * 1024;

/**
 * Honours `Idempotency-Key`: a POST that was answered is answered the same way again for a day, whatever became of the
 * first answer on its way. That nothing is bought twice does not rest on it.
 */
export function honourIdempotencyKeys(app: WebApp, ledger: Ledger): void {
  app.decorateRequest('idempotency', null);
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || request.caller === null) return;
    if (request.routeOptions.config.idempotency === 'streamed') return;
    return answerAgain(request, reply, { ledger, body: JSON.stringify(request.body ?? null) });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { idempotency: claim } = request;
    if (!claim) return;
    clearInterval(claim.renewal);
    request.idempotency = null;
    await keepAnswer(ledger, claim, { reply, payload });
  });
}

/**
 * Claims the request's key, or answers as it was answered before; then the reply is returned, and nothing is left to
 * do. `body` stands for the body. Throws a RequestProblem when the key was used for something else.
 */
export async function answerAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  { ledger, body }: { readonly ledger: Ledger; readonly body: string },
): Promise<FastifyReply | undefined> {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  const key = keyOf(ledger, String(given));
  const fingerprint = digest(`${request.method} ${request.url}\n${body}`);
  const open = JSON.stringify({ fingerprint, answer: null });
  if ((await ledger.redis.set(key, open, 'PX', claimMs, 'NX')) !== null) {
    const renewal = setInterval(() => void ledger.redis.pexpire(key, claimMs).catch(() => {}), renewEveryMs);
    request.idempotency = { key, fingerprint, renewal: renewal.unref() };
    return undefined;
  }
  const kept = await ledger.redis.get(key);
  const before = kept === null ? null : stored.parse(JSON.parse(kept));
  if (before && before.fingerprint !== fingerprint) throw usedForOther();
  if (!before?.answer) throw inProgress();
  const { status, type, location, body: text } = before.answer;
  if (location !== null) reply.header('location', location);
  return reply.code(status).type(type).header('idempotent-replayed', 'true').serializer(asIs).send(text);
}

/**
 * The run that the first request under this key was to become; `run` where this is the first, or has no key. It is
 * remembered before anything is bought, and so even where the answer never was.
 */
export async function firstRunUnderKey(
  { idempotency: claim }: FastifyRequest,
  { redis }: Ledger,
  run: string,
): Promise<string> {
  if (!claim) return run;
  const key = `${claim.key}:${claim.fingerprint}`;
  await redis.set(key, run, 'PX', keptMs, 'NX');
  return (await redis.get(key)) ?? run;
}

/** Only what was done is kept: what was refused may be tried again. */
async function keepAnswer(
  { redis }: Ledger,
  { key, fingerprint }: Claim,
  { reply, payload }: { readonly reply: FastifyReply; readonly payload: unknown },
): Promise<void> {
  const isDone = reply.statusCode < 300 && typeof payload === 'string' && payload.length <= mostBodyBytes;
  if (!isDone) {
    await redis.del(key);
    return;
  }
  const location = reply.getHeader('location');
  const answer = {
    status: reply.statusCode,
    type: String(reply.getHeader('content-type') ?? 'application/json'),
    location: typeof location === 'string' ? location : null,
    body: payload,
  };
  await redis.set(key, JSON.stringify({ fingerprint, answer }), 'PX', keptMs);
}

function keyOf({ prefix }: Ledger, given: string): string {
  if (/^[\x20-\x7e]{1,255}$/.test(given)) return `${prefix}:{web}:idempotency:${digest(given)}`;
  throw new RequestProblem(
    400,
    'idempotency-key-invalid',
    'Cannot use Idempotency-Key as it must be 1 to 255 visible ASCII characters',
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function asIs(payload: unknown): string {
  return String(payload);
}

function usedForOther(): RequestProblem {
  return new RequestProblem(
    422,
    'idempotency-key-reused',
    'Cannot do this as the Idempotency-Key was used for another request',
    { advice: 'Use a new key for each thing that is to be done.' },
  );
}

function inProgress(): RequestProblem {
  return new RequestProblem(
    409,
    'idempotency-in-progress',
    'Cannot do this as a request with the same Idempotency-Key is being answered',
    { advice: 'Ask again in a moment.', headers: { 'retry-after': '1' } },
  );
}
