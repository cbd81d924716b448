import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Session } from './session.ts';

/** Sessions that were ended before their time. Kept in Redis, so that it holds for every server and over a restart. */
export interface SignedOut {
  readonly add: (session: Session) => Promise<void>;
  readonly has: (session: Session) => Promise<boolean>;
}

export function signedOutSessions({ redis, prefix }: Ledger): SignedOut {
  const keyOf = ({ id }: Session) => `${prefix}:{web}:signed-out:${id}`;
  return {
    add: async (session) => {
      await redis.set(keyOf(session), '1', 'PXAT', session.expiresAtMs);
    },
    has: async (session) => (await redis.exists(keyOf(session))) === 1,
  };
}
