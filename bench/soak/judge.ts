import { type FittedLine, fitLine, type Point } from './fit-line.ts';

/** One thing that is watched over the whole soak. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** What it may grow by in an hour and still be called flat. */
  readonly limitPerHour: number;
}

/** `flat`: grows by less than the limit. `grows`: by more. `unclear`: the samples allow both. */
export type Verdict = 'flat' | 'grows' | 'unclear';

export interface Judgement {
  readonly measure: Measure;
  readonly line: FittedLine;
  readonly first: number;
  readonly last: number;
  readonly verdict: Verdict;
}

/** Judges samples, x in hours, of which what lies before `warmUntil` is left out. */
export function judge(measure: Measure, samples: readonly Point[], warmUntil: number): Judgement {
  const warm = samples.filter(({ x }) => x >= warmUntil);
  const line = fitLine(warm);
  return {
    measure,
    line,
    first: warm[0]?.y ?? Number.NaN,
    last: warm.at(-1)?.y ?? Number.NaN,
    verdict: verdictOf(line, measure.limitPerHour),
  };
}

function verdictOf({ from, to }: FittedLine, limit: number): Verdict {
  if (to <= limit) return 'flat';
  return from > limit ? 'grows' : 'unclear';
}
