import { type AnswerAll, type Asked, tellEach } from '../shared/asked.ts';
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
  answerAll: AnswerAll<Question, Reply>,
  { atEnd, enough, onEnough }: Turn,
): (question: Question) => Promise<Reply> {
  let waiting: Asked<Question, Reply>[] = [];
  const answer = () => {
    // Enough of them did not wait for this turn's end.
    if (waiting.length === 0) return;
    const asked = waiting;
    waiting = [];
    answerAll(asked);
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) atEnd(answer);
      waiting.push({ question, resolve, reject });
      if (waiting.length < enough) return;
      answer();
      onEnough();
    });
}

/** Gathers what is said in one turn and has it told at once, to whom nobody listens for a reply; it may get lost. */
export function saidOnceATurn<Word>(
  tell: (words: readonly Word[]) => Promise<unknown>,
  { atEnd }: Pick<Turn, 'atEnd'>,
): (word: Word) => void {
  let waiting: Word[] = [];
  const tellAll = () => {
    const words = waiting;
    waiting = [];
    tell(words).catch(() => {});
  };
  return (word) => {
    if (waiting.length === 0) atEnd(tellAll);
    waiting.push(word);
  };
}

/** The same as `onceATurn` where the replies come together, in the order of the questions. */
export function allOnceATurn<Question, Reply>(
  answerAll: (questions: readonly Question[]) => Promise<readonly Reply[]>,
  turn: Turn,
): (question: Question) => Promise<Reply> {
  const answer: AnswerAll<Question, Reply> = (all) =>
    tellEach(all, answerAll(all.map(({ question }) => question)), (reply) => reply);
  return onceATurn(answer, turn);
}
