import type { Position } from '../purchase.ts';

/** Purchases of one action. */
export interface ActionBatch {
  readonly action: string;
  readonly positions: readonly Position[];
}

/** Parts purchases, given one by one, into batches of one action each. */
export interface ActionBatches {
  /** Gives the batch that the purchase fills, if it fills one. */
  readonly add: (action: string, position: Position) => ActionBatch | null;
  /** What is left when all were given. */
  readonly rest: () => readonly ActionBatch[];
}

/** As many as BullMQ is given in one call. */
const batchSize = 250;

export function actionBatches(): ActionBatches {
  const waiting = new Map<string, Position[]>();
  return {
    add: (action, position) => {
      const positions = waiting.get(action) ?? [];
      positions.push(position);
      if (positions.length === 1) waiting.set(action, positions);
      if (positions.length < batchSize) return null;
      waiting.delete(action);
      return { action, positions };
    },
    rest: () => Array.from(waiting, ([action, positions]) => ({ action, positions })),
  };
}
