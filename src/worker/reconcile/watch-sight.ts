import type { LookRoom } from './room.ts';

/** A room that remembers whether anything could be seen from it, or with the eyes of another account. */
export interface Sight {
  readonly room: LookRoom;
  /** At least one look showed nothing that can be read; a refusal to show is an answer. */
  readonly wasBlind: () => boolean;
}

export function watchSight(room: LookRoom): Sight {
  let isBlind = false;
  const watched = (eyes: LookRoom): LookRoom => ({
    ...eyes,
    provider: {
      ...eyes.provider,
      look: async (readBack, params) => {
        const seen = await eyes.provider.look(readBack, params);
        if (seen.kind === 'unseen') isBlind = true;
        return seen;
      },
    },
    inAccount: (account) => watched(eyes.inAccount(account)),
  });
  return { room: watched(room), wasBlind: () => isBlind };
}
