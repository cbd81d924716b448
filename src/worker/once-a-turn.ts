import type { RedisConnection } from '../shared/redis/script.ts';
import { beforeNextWrite, enoughForAWrite, writeNow } from '../shared/redis/write-together.ts';

/** A turn of the event loop, in which many may ask. */
export interface Turn {
  /** Calls `answer` at its end. */
  readonly atEnd: (answer: () => void) => void;
  /** Questions that do not wait for it, and what is done once they were put. */
  readonly enough: number;
  readonly onEnough: () => void;
}

/** The turns of whoever asks Redis: each ends with the next write. */
export function turnOf(redis: RedisConnection): Turn {
  return {
    atEnd: (answer) => beforeNextWrite(redis, answer),
    enough: enoughForAWrite,
    onEnough: () => writeNow(redis),
  };
}

/**
 * Gathers what is asked in one turn of the event loop and has all of it answered at once. Who asks alone does not wait;
 * where many purchases are in hand, they share what a question costs.
 */
export function onceATurn<Question, Reply>(
  answerAll: (questions: readonly Question[]) => readonly Promise<Reply>[],
  { atEnd, enough, onEnough }: Turn,
): (question: Question) => Promise<Reply> {
  let waiting: Waiter<Question, Reply>[] = [];
  const answer = () => {
    // Enough of them did not wait for this turn's end.
    if (waiting.length === 0) return;
    const asked = waiting;
    waiting = [];
    const replies = answerAll(asked.map(({ question }) => question));
    for (const [i, { resolve }] of asked.entries()) resolve(replies[i] as Promise<Reply>);
  };
  return (question) =>
    new Promise((resolve) => {
      if (waiting.length === 0) atEnd(answer);
      waiting.push({ question, resolve });
      if (waiting.length < enough) return;
      answer();
      onEnough();
    });
}

/** The same where the replies come together, in the order of the questions. */
export function allOnceATurn<Question, Reply>(
  answerAll: (questions: readonly Question[]) => Promise<readonly Reply[]>,
  turn: Turn,
): (question: Question) => Promise<Reply> {
  return onceATurn((questions: readonly Question[]) => {
    const replies = answerAll(questions);
    return questions.map(async (_question, i) => (await replies)[i] as Reply);
  }, turn);
}

interface Waiter<Question, Reply> {
  readonly question: Question;
  readonly resolve: (reply: Promise<Reply>) => void;
}
