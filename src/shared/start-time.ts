import { OperatorError } from './errors.ts';

/** With its zone, as a time without one is another moment on every machine; seconds may be left out. */
const isoTime = /^(?<date>\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;
/** Whoever means more has most likely mistyped the year. */
const furthestMs = 366 * 86_400_000;

/** Reads when a run is to start, in milliseconds since 1970. Throws an OperatorError `start-invalid`. */
export function parseStartTime(text: string, nowMs: number): number {
  const timeMs = readTime(text);
  if (Number.isNaN(timeMs)) throw wrong('an ISO 8601 time with its zone', text);
  if (timeMs <= nowMs) throw wrong('a time to come', text);
  if (timeMs > nowMs + furthestMs) throw wrong('a time within a year', text);
  return timeMs;
}

function readTime(text: string): number {
  const date = isoTime.exec(text)?.groups?.date;
  // Date.parse takes the 30th of February for the 2nd of March.
  const isOfCalendar = date !== undefined && new Date(Date.parse(date)).toJSON()?.startsWith(date);
  return isOfCalendar ? Date.parse(text) : Number.NaN;
}

function wrong(rule: string, got: string): OperatorError {
  return new OperatorError('start-invalid', `Cannot schedule run as its start must be ${rule}: got ${got}`, {
    advice: 'Write it as in `--at 2026-12-01T02:00Z`.',
  });
}
