/**
 * Gathers what is asked in one turn of the event loop and has all of it answered at once. Who asks alone does not wait;
 * where many purchases are in hand, they share what a question costs.
 */
export function onceATurn<Question, Reply>(
  answerAll: (questions: readonly Question[]) => readonly Promise<Reply>[],
  atTurn: (answer: () => void) => void = setImmediate,
): (question: Question) => Promise<Reply> {
  let waiting: Waiter<Question, Reply>[] = [];
  const answer = () => {
    const asked = waiting;
    waiting = [];
    const replies = answerAll(asked.map(({ question }) => question));
    for (const [i, { resolve }] of asked.entries()) resolve(replies[i] as Promise<Reply>);
  };
  return (question) =>
    new Promise((resolve) => {
      if (waiting.length === 0) atTurn(answer);
      waiting.push({ question, resolve });
    });
}

interface Waiter<Question, Reply> {
  readonly question: Question;
  readonly resolve: (reply: Promise<Reply>) => void;
}
