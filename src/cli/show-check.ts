import type { Problem } from '../producer/manifest/problem.ts';
import type { CheckSummary } from '../producer/manifest/summarize-check.ts';
import { problemLine, problemTally, purchaseLines } from './manifest-text.ts';
import { print, printAll } from './terminal.ts';

/** Shows a check while it goes on, so that no number of problems has to be held. */
export interface CheckShow {
  readonly problems: (some: readonly Problem[]) => Promise<void>;
  /** Ends it with what is known at the end alone. */
  readonly end: (summary: CheckSummary) => void;
}

/** Shows a line for each problem, or what would be bought. */
export function showCheckAsText(): CheckShow {
  const tally = problemTally();
  return {
    problems: (some) => {
      tally.add(some);
      return printAll([some.map((problem) => `${problemLine(problem)}\n`).join('')]);
    },
    end: (summary) => {
      for (const line of summary.ok ? purchaseLines(summary) : [tally.line()]) print(line);
    },
  };
}

/** Shows one JSON document, its problems first. */
export function showCheckAsJson(): CheckShow {
  let before = '{\n  "problems": [';
  return {
    problems: async (some) => {
      const texts = some.map((problem) => {
        const text = `${before}\n    ${JSON.stringify(problem)}`;
        before = ',';
        return text;
      });
      await printAll(texts.length === 0 ? [] : [texts.join('')]);
    },
    end: ({ ok, rows, purchases }) => {
      const opening = before === ',' ? '\n  ]' : `${before}]`;
      const rest = JSON.stringify({ ok, rows, purchases }, null, 2);
      print(`${opening},${rest.slice(1)}`);
    },
  };
}
