import type { Position } from '../purchase.ts';

/** Purchases of one line. */
export interface LineBatch {
  /** The line's name. */
  readonly line: string;
  readonly positions: readonly Position[];
}

/** Parts purchases, given one by one, into batches of one line each. */
export interface LineBatches {
  /** Gives the batch that the purchase fills, if it fills one. */
  readonly add: (line: string, position: Position) => LineBatch | null;
  /** What is left when all were given. */
  readonly rest: () => readonly LineBatch[];
}

/** As many as BullMQ is given in one call. */
const batchSize = 250;

export function lineBatches(): LineBatches {
  const waiting = new Map<string, Position[]>();
  return {
    add: (line, position) => {
      const positions = waiting.get(line) ?? [];
      positions.push(position);
      if (positions.length === 1) waiting.set(line, positions);
      if (positions.length < batchSize) return null;
      waiting.delete(line);
      return { line, positions };
    },
    rest: () => Array.from(waiting, ([line, positions]) => ({ line, positions })),
  };
}
