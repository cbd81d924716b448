import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Session, sealSession } from './session.ts';
import type { WebTokens } from './tokens.ts';

const name = 'tcbatch_session';

/** Gives the browser its session: out of reach for scripts, and not sent along from pages of others. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, tokens }: { readonly session: Session; readonly tokens: WebTokens },
): void {
  const expires = new Date(session.expiresAtMs);
  reply.setCookie(name, sealSession(session, tokens), { ...manner(request), expires });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(name, manner(request));
}

/** The cookie's value; empty when there is none. */
export function readSessionCookie({ cookies }: FastifyRequest): string {
  return cookies[name] ?? '';
}

function manner({ protocol }: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' } as const;
}
