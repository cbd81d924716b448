import { useCallback, useEffect, useState } from '/assets/vendor/preact.js';
import type { ProblemDocument } from '../../api-types.ts';
import { ask, Refusal } from '../ask.ts';

/** What the API says at a path: nothing yet, its answer, or why there is none. */
export interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly problem: ProblemDocument | null;
  readonly askAgain: () => void;
}

/** Asks the API once, and again every `everyMs` while the page is looked at. The last answer stays until the next. */
export function useAnswer<Answer>(
  path: string | null,
  { everyMs }: { everyMs?: number } = {},
): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<ProblemDocument | null>(null);
  const [round, setRound] = useState(0);
  const askAgain = useCallback(() => setRound((before: number) => before + 1), []);

  useEffect(() => {
    if (path === null) return;
    let isCurrent = true;
    ask<Answer>(path).then(
      (found) => {
        if (!isCurrent) return;
        setAnswer(() => found);
        setProblem(null);
      },
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        if (isCurrent) setProblem(error.problem);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [path, round]);

  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) askAgain();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, askAgain]);

  return { answer, problem, askAgain };
}
