/** A question that is answered together with others, and how whoever asked it is told. */
export interface Asked<Question, Reply> {
  readonly question: Question;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** Answers questions, each by itself; many share what it costs to ask. */
export type AnswerAll<Question, Reply> = (all: readonly Asked<Question, Reply>[]) => void;

/** Asks one question. */
export function askOne<Question, Reply>(
  question: Question,
  answerAll: AnswerAll<Question, Reply>,
): Promise<Reply> {
  return new Promise((resolve, reject) => answerAll([{ question, resolve, reject }]));
}

/** Asks several questions together. Their replies come in order; where one goes wrong, its own rejects. */
export function askAll<Question, Reply>(
  questions: readonly Question[],
  answerAll: AnswerAll<Question, Reply>,
): Promise<Reply>[] {
  const all: Asked<Question, Reply>[] = [];
  const replies = questions.map((question) => askOne<Question, Reply>(question, (one) => all.push(...one)));
  answerAll(all);
  return replies;
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
