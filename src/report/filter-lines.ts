import type { PurchaseState, ReportLine } from '../shared/outcome.ts';

/** Which lines of a report are wanted; an empty list wants all. */
export interface LineFilter {
  readonly states: readonly PurchaseState[];
  /** Error codes, exact. */
  readonly codes: readonly string[];
}

/** Leaves out the lines that are not wanted. */
export function filterLines(lines: AsyncIterable<ReportLine>, filter: LineFilter): AsyncIterable<ReportLine> {
  const wantsAll = filter.states.length === 0 && filter.codes.length === 0;
  return wantsAll ? lines : keepWanted(lines, filter);
}

async function* keepWanted(
  lines: AsyncIterable<ReportLine>,
  { states, codes }: LineFilter,
): AsyncGenerator<ReportLine> {
  for await (const line of lines) {
    const isWantedState = states.length === 0 || states.includes(line.state);
    const isWantedCode = codes.length === 0 || (line.errorCode !== null && codes.includes(line.errorCode));
    if (isWantedState && isWantedCode) yield line;
  }
}
