import type { FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '../../shared/clock.ts';
import { isFromOwnPage } from './call-origin.ts';
import type { Caller } from './caller.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { RequestProblem } from './problem.ts';
import { openSession } from './session.ts';
import { readSessionCookie } from './session-cookie.ts';
import type { SignedOut } from './signed-out.ts';
import { roleOf, type WebTokens } from './tokens.ts';

export interface Doorkeeper {
  readonly tokens: WebTokens;
  readonly failedAttempts: FailedAttempts;
  readonly signedOut: SignedOut;
}

/** Lets nobody in who has neither a right token nor a session, except where a route says that it is open. */
export function authenticate(doorkeeper: Doorkeeper) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { access } = request.routeOptions.config;
    if (access === 'open') return;
    request.caller = bearerCaller(request, doorkeeper) ?? (await sessionCaller(request, doorkeeper));
    if (request.caller) return requireMayDo(request, request.caller);
    if (access === 'page' || access === 'leaving')
      return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303);
    throw unauthorized();
  };
}

/** A wrong token as a problem, after a number of which even a right one has to wait. Throws a RequestProblem. */
export function checkToken(token: string, address: string, { tokens, failedAttempts }: Doorkeeper) {
  const nowMs = systemClock.nowMs();
  const waitSeconds = failedAttempts.waitSeconds(address, nowMs);
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  const role = roleOf(token, tokens);
  if (role === null) failedAttempts.noteFailure(address, nowMs);
  else failedAttempts.noteSuccess(address);
  return role;
}

function bearerCaller(request: FastifyRequest, doorkeeper: Doorkeeper): Caller | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  const role = checkToken(token, request.ip, doorkeeper);
  if (role === null) throw unauthorized();
  return { role, session: null };
}

async function sessionCaller(
  request: FastifyRequest,
  { tokens, signedOut }: Doorkeeper,
): Promise<Caller | null> {
  const session = openSession(readSessionCookie(request), tokens, systemClock.nowMs());
  if (!session || (await signedOut.has(session))) return null;
  return { role: session.role, session };
}

/** A cookie is sent along whoever made the request; a change is believed only from our own pages. */
function requireMayDo(request: FastifyRequest, { role, session }: Caller): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (session !== null && !isFromOwnPage(request.headers, request.host)) {
    throw new RequestProblem(
      403,
      'cross-site',
      'Cannot take a change as it does not come from a page of this site',
    );
  }
  if (role === 'full' || request.routeOptions.config.access === 'leaving') return;
  throw new RequestProblem(403, 'read-only', 'Cannot change anything as this token may only look', {
    advice: 'Use the full token.',
  });
}

function unauthorized(): RequestProblem {
  return new RequestProblem(401, 'unauthorized', 'Cannot answer without a right token', {
    advice: 'Send Authorization: Bearer TOKEN; tcbatch serve told the token at its first start.',
    headers: { 'www-authenticate': 'Bearer realm="tcbatch"' },
  });
}

function tooManyAttempts(waitSeconds: number): RequestProblem {
  return new RequestProblem(429, 'too-many-attempts', 'Cannot try another token as too many were wrong', {
    advice: `Try again in ${waitSeconds} seconds.`,
    headers: { 'retry-after': String(waitSeconds) },
  });
}
