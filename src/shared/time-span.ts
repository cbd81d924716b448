const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** Reads a span of hours, days or weeks, `12h`, `30d` or `6w`, in milliseconds. Null for what is none. */
export function timeSpanMs(text: string): number | null {
  const { count, unit = '' } = /^(?<count>\d{1,5})(?<unit>[hdw])$/.exec(text)?.groups ?? {};
  const ms = unitMs[unit];
  return count === undefined || ms === undefined ? null : Number(count) * ms;
}
