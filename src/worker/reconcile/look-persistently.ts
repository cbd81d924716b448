import type { Look } from '../../shared/seen.ts';
import type { LookRoom } from './room.ts';
import { untilSeen } from './until-seen.ts';

const mostLooks = 4;

/** The same room, but what gets no answer is asked for again: for whoever looks once, and waits for it. */
export function lookPersistently(room: LookRoom): LookRoom {
  return {
    ...room,
    provider: { ...room.provider, look: persistent(room.provider.look) },
    inAccount: (account) => lookPersistently(room.inAccount(account)),
  };
}

function persistent(look: Look): Look {
  return (readBack, params) => untilSeen(() => look(readBack, params), mostLooks);
}
