/** Enough for what is under way at once; the rows of a run are sent a few a second. */
const secondsKept = 1000;

const secondTexts = new Map<number, string>();
const endings = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`);

/** ISO 8601 UTC with milliseconds, from milliseconds since 1970. A report has three for each of its lines. */
export function isoTime(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  let text = secondTexts.get(second);
  if (text === undefined) {
    text = new Date(second * 1000).toISOString().slice(0, -'000Z'.length);
    if (secondTexts.size === secondsKept) secondTexts.clear();
    secondTexts.set(second, text);
  }
  return text + endings[timeMs - second * 1000];
}
