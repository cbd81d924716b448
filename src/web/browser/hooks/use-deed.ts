import { useState } from '/assets/vendor/preact.js';
import type { ProblemDocument } from '../../api-types.ts';
import { Refusal } from '../ask.ts';

/** Something a person does: whether it is under way, and why it could not be done. */
export interface Deed {
  readonly isUnderWay: boolean;
  readonly problem: ProblemDocument | null;
  /** Does it; nothing is done twice by pressing twice. Says whether it was done. */
  readonly perform: (deed: () => Promise<unknown>) => Promise<boolean>;
}

export function useDeed(): Deed {
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<ProblemDocument | null>(null);
  const perform = async (deed: () => Promise<unknown>): Promise<boolean> => {
    if (isUnderWay) return false;
    setUnderWay(true);
    setProblem(null);
    try {
      await deed();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setProblem(error.problem);
      return false;
    } finally {
      setUnderWay(false);
    }
  };
  return { isUnderWay, problem, perform };
}
