import type { Look } from '../../shared/seen.ts';
import type { LookRoom } from './room.ts';

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
  return async (readBack, params) => {
    let seen = await look(readBack, params);
    for (let looks = 1; seen.kind === 'unseen' && looks < mostLooks; looks += 1) {
      seen = await look(readBack, params);
    }
    return seen;
  };
}
