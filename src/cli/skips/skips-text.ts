import { inDigits } from '../../report/text/words.ts';
import type { Skips } from './look-for-skips.ts';

/** What would be skipped, for a person who reads a plan. */
export function* skipsLines(skips: Skips): Generator<string> {
  const some: string[] = [];
  const none: string[] = [];
  const unknown = new Map<string, string[]>();
  for (const [line, skip] of skips) {
    if ('unknown' in skip) unknown.set(skip.unknown, [...(unknown.get(skip.unknown) ?? []), line]);
    else if (skip.count === 0) none.push(line);
    else some.push(`${inDigits(skip.count)} ${line}`);
  }
  if (some.length > 0) yield `  skips    ${some.join(', ')}, as seen now: already what is wanted`;
  else if (none.length > 0) {
    // What nobody could look at is told of below, and may well be skipped.
    yield `  skips    nothing${unknown.size > 0 ? ` of ${none.join(', ')}` : ''}, as seen now`;
  }
  for (const [reason, lines] of unknown) {
    yield `  skips    could not look how many ${lines.join(', ')}: ${reason}`;
  }
}

/** The same for a script: null where nobody could look, and why. */
export function skipsDocument(skips: Skips) {
  const entries = [...skips];
  return {
    wouldSkip: Object.fromEntries(entries.map(([line, skip]) => [line, 'count' in skip ? skip.count : null])),
    wouldSkipUnknown: Object.fromEntries(
      entries.flatMap(([line, skip]) => ('unknown' in skip ? [[line, skip.unknown]] : [])),
    ),
  };
}
