/**
 * Does the same work for each value and gives what came of it in order; for the next few the work is under way already
 * while one is looked at. What is under way when nobody asks for more is left to end by itself.
 */
export async function* fewAhead<Value, Done>(
  values: Iterable<Value>,
  most: number,
  work: (value: Value) => Promise<Done>,
): AsyncGenerator<Done> {
  const underWay: Promise<Done>[] = [];
  for (const value of values) {
    const piece = work(value);
    // Its failure is told when its turn comes; until then it must not count as one that nobody looks at.
    piece.catch(() => {});
    underWay.push(piece);
    if (underWay.length <= most) continue;
    const first = underWay.shift();
    if (first) yield await first;
  }
  for (const piece of underWay) yield await piece;
}
