import type { Problem } from '../producer/manifest/problem.ts';
import type { CheckSummary } from '../producer/manifest/summarize-check.ts';
import { printable } from '../report/text/printable.ts';
import { inDigits, inPurchases } from '../report/text/words.ts';

/** What `validate --json` prints, and `submit --json` when it refuses. The shape is promised to users. */
export function checkDocument({ ok, rows, purchases, problems }: CheckSummary): CheckSummary {
  return { ok, rows, purchases, problems };
}

/** Every problem on a line of its own, then how many there are. */
export function* problemLines({ problems }: CheckSummary): Generator<string> {
  const tally = problemTally();
  tally.add(problems);
  for (const problem of problems) yield problemLine(problem);
  yield tally.line();
}

/** Counts problems that come some at a time, those of one row together. */
export function problemTally(): {
  readonly add: (some: readonly Problem[]) => void;
  readonly line: () => string;
} {
  let problems = 0;
  let rows = 0;
  let lastRow: number | null = null;
  return {
    add: (some) => {
      problems += some.length;
      for (const { row } of some) {
        if (row !== null && row !== lastRow) rows += 1;
        lastRow = row ?? lastRow;
      }
    },
    line: () => {
      const where = rows === 0 ? '' : ` in ${inWords(rows, 'row')}`;
      return `${inWords(problems, 'problem')}${where}; nothing was queued`;
    },
  };
}

/** What a good manifest would buy. */
export function* purchaseLines({ rows, purchases }: CheckSummary): Generator<string> {
  const total = Object.values(purchases).reduce((sum, count) => sum + count, 0);
  yield `${inWords(rows, 'row')}, ${inPurchases(total)}:`;
  for (const [action, count] of Object.entries(purchases)) yield `  ${action}  ${inDigits(count)}`;
}

/** One problem, and where it is. */
export function problemLine({ line, row, column, code, message }: Problem): string {
  const place = [
    ...(line === null ? [] : [`line ${line}`]),
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ];
  const where = place.length === 0 ? 'the manifest' : place.join(', ');
  return `${printable(`${where}: ${message}`)} [${code}]`;
}

function inWords(count: number, noun: string): string {
  return `${inDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}
