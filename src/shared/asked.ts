/** A question that is answered together with others, and how whoever asked it is told. */
export interface Asked<Question, Reply> {
  readonly question: Question;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** Answers questions, each by itself; many share what it costs to ask. */
export type AnswerAll<Question, Reply> = (all: readonly Asked<Question, Reply>[]) => void;

/** Asks several questions. Their replies come in order; where one goes wrong, its own rejects. */
export function askAll<Question, Reply>(
  questions: readonly Question[],
  answerAll: AnswerAll<Question, Reply>,
): Promise<Reply>[] {
  const all: Asked<Question, Reply>[] = [];
  const replies = questions.map(
    (question) =>
      new Promise<Reply>((resolve, reject) => {
        all.push({ question, resolve, reject });
      }),
  );
  answerAll(all);
  return replies;
}

/** The same, and resolves once each has its reply, or the reason why there is none. */
export function settleAllAsked<Question, Reply>(
  questions: readonly Question[],
  answerAll: AnswerAll<Question, Reply>,
): Promise<readonly PromiseSettledResult<Reply>[]> {
  return new Promise((resolveAll) => {
    const results: PromiseSettledResult<Reply>[] = [];
    let left = questions.length;
    const settle = (nth: number, result: PromiseSettledResult<Reply>) => {
      results[nth] = result;
      left -= 1;
      if (left === 0) resolveAll(results);
    };
    answerAll(
      questions.map((question, nth) => ({
        question,
        resolve: (value) => settle(nth, { status: 'fulfilled', value }),
        reject: (reason) => settle(nth, { status: 'rejected', reason }),
      })),
    );
  });
}

/**
 * Tells all who asked what comes for them together, in the order of their questions, or why nothing comes. Whom `read`
 * throws for is told that.
 */
export function tellEach<Question, Raw, Reply>(
  all: readonly Asked<Question, Reply>[],
  coming: Promise<readonly Raw[]>,
  read: (raw: Raw, question: Question) => Reply,
): void {
  coming.then(
    (raw) => {
      for (const [nth, { question, resolve, reject }] of all.entries()) {
        try {
          resolve(read(raw[nth] as Raw, question));
        } catch (error) {
          reject(error);
        }
      }
    },
    (error) => {
      for (const { reject } of all) reject(error);
    },
  );
}

/** Tells all who asked that what they wanted is done, or why it is not. */
export function tellDone(all: readonly Asked<unknown, void>[], done: Promise<unknown>): void {
  tellEach(
    all,
    done.then(() => all),
    () => {},
  );
}
