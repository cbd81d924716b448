import type { FastifyRequest } from 'fastify';
import type { Hand } from '../../control/act.ts';
import type { Session } from './session.ts';
import type { Role } from './tokens.ts';

/** Who makes a request, once their token or cookie was found right. */
export interface Caller {
  readonly role: Role;
  /** Null for a Bearer token: a script, not a browser. */
  readonly session: Session | null;
}

/** The caller of a request that only a caller can make. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller) return caller;
  throw new Error('Cannot tell who calls as the address is open to all');
}

/** The caller's hand, as the audit names it. */
export function handOf(request: FastifyRequest, why: string | null = null): Hand {
  const { session } = callerOf(request);
  if (session === null) return { who: 'api', why };
  return { who: `web:${request.ip}${session.name === null ? '' : ` ${session.name}`}`, why };
}
