const form =
  /^(?<date>\d{4}-\d\d-\d\d)(?:T(?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?<zone>Z|[+-]\d\d:\d\d))?$/;

/**
 * Reads an ISO 8601 date, or time with its zone, in one spelling: a date stays a date, and a time is told in UTC to the
 * second. Null for anything else, and for a day that no calendar has.
 */
export function readMoment(text: string): string | null {
  const { date, time } = form.exec(text)?.groups ?? {};
  if (date === undefined || !isOnCalendar(date)) return null;
  if (time === undefined) return date;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** A thirtieth of February would be read as a day in March. */
function isOnCalendar(date: string): boolean {
  const atMs = Date.parse(date);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date);
}
