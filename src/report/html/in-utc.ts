/** A point in time for readers anywhere: `2026-07-31 06:00:00 UTC`. */
export function inUtc(time: number | string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
