import type { Provider } from './provider.ts';

/** A provider that remembers whether it could be seen. */
export interface Sight {
  readonly provider: Provider;
  /** At least one look showed nothing that can be read; a refusal to show is an answer. */
  readonly wasBlind: () => boolean;
}

export function watchSight(provider: Provider): Sight {
  let isBlind = false;
  return {
    provider: {
      ...provider,
      look: async (readBack, params) => {
        const seen = await provider.look(readBack, params);
        if (seen.kind === 'unseen') isBlind = true;
        return seen;
      },
    },
    wasBlind: () => isBlind,
  };
}
