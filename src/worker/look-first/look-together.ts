import type { Unseen } from '../../shared/seen.ts';

/** What a look showed of one of several. */
export type Shown<Found> =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'missing' }
  | Unseen;

type LookUp<Found> = (ids: readonly string[]) => Promise<ReadonlyMap<string, Found> | Unseen>;

interface Waiter<Found> {
  readonly id: string;
  readonly resolve: (shown: Shown<Found>) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks for several with one look. Who comes while a look is out goes with the next one. */
export function lookTogether<Found>(
  lookUp: LookUp<Found>,
  mostAtOnce: number,
): (id: string) => Promise<Shown<Found>> {
  let waiting: Waiter<Found>[] = [];
  let isLooking = false;
  const serve = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    while (waiting.length > 0) {
      const asked = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await answer(lookUp, asked);
    }
    isLooking = false;
  };
  return (id) =>
    new Promise((resolve, reject) => {
      waiting.push({ id, resolve, reject });
      setImmediate(() => void serve());
    });
}

async function answer<Found>(lookUp: LookUp<Found>, asked: readonly Waiter<Found>[]): Promise<void> {
  try {
    const shown = await lookUp([...new Set(asked.map(({ id }) => id))]);
    for (const { id, resolve } of asked) resolve(shownOf(shown, id));
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

function shownOf<Found>(shown: ReadonlyMap<string, Found> | Unseen, id: string): Shown<Found> {
  if (!(shown instanceof Map)) return shown as Unseen;
  const found = shown.get(id) as Found | undefined;
  return found === undefined ? { kind: 'missing' } : { kind: 'found', found };
}
