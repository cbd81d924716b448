/** Many times what is under way at once; who lives for months meets many more, and must not keep them all. */
const mostKept = 1_000;

/**
 * Asks once for each key and remembers the answers, those of the last thousand keys. What fails, and what is not worth
 * keeping, is asked again.
 */
export function askedOnce<Value>(
  ask: (key: string) => Promise<Value>,
  isWorthKeeping: (value: Value) => boolean = () => true,
): (key: string) => Promise<Value> {
  const answers = new Map<string, Promise<Value>>();
  return (key) => {
    const known = answers.get(key);
    if (known) return known;
    const answer = ask(key);
    answers.set(key, answer);
    const forget = () => {
      if (answers.get(key) === answer) answers.delete(key);
    };
    answer.then((value) => {
      if (!isWorthKeeping(value)) forget();
    }, forget);
    const [oldest] = answers.keys();
    if (answers.size > mostKept && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
