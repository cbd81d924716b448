import { inDigits } from '../../report/text/words.ts';
import type { Skips } from './look-for-skips.ts';

/** What would be skipped, for a person who reads a plan. */
export function* skipsLines(skips: Skips): Generator<string> {
  const known: string[] = [];
  const unknown = new Map<string, string[]>();
  for (const [line, skip] of skips) {
    if ('count' in skip) known.push(`${inDigits(skip.count)} ${line}`);
    else unknown.set(skip.unknown, [...(unknown.get(skip.unknown) ?? []), line]);
  }
  if (known.length > 0) yield `  skips    ${known.join(', ')}, as seen now: they are already what is wanted`;
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
