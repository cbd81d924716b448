/** Work that is under way, a few pieces at once. */
export interface FewAtOnce {
  /** Takes a piece in, and resolves once there is room for the next. Rejects when an earlier one failed. */
  readonly add: (piece: Promise<unknown>) => Promise<void>;
  /** Resolves when every piece is done. */
  readonly all: () => Promise<void>;
}

/** Keeps at most so many pieces of work under way: what waits for an answer is sent while the next is made ready. */
export function fewAtOnce(most: number): FewAtOnce {
  const underWay: Promise<unknown>[] = [];
  return {
    add: async (piece) => {
      // Its failure is told when its turn comes; until then it must not count as one that nobody looks at.
      piece.catch(() => {});
      underWay.push(piece);
      if (underWay.length >= most) await underWay.shift();
    },
    all: async () => {
      await Promise.all(underWay.splice(0));
    },
  };
}
