const dayMs = 86_400_000;

/** Months differ in length, and whether a period ends at the second or at midnight is not documented. */
export const monthToleranceMs = 4 * dayMs;

/** The same moment so many months later. */
export function monthsAfter(fromMs: number, months: number): number {
  const later = new Date(fromMs);
  return later.setUTCMonth(later.getUTCMonth() + months);
}

/** Whether one moment is about so many months after another. */
export function isMonthsAfter(fromMs: number, toMs: number, months: number): boolean {
  return Math.abs(monthsAfter(fromMs, months) - toMs) <= monthToleranceMs;
}
