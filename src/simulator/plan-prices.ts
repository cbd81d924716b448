/** The vendor publishes no price list for the API; these only need to differ and to be easy to add up. */
export const centsPerMonth: ReadonlyMap<string, number> = new Map([
  ['personal', 1_000],
  ['basic', 5_000],
  ['standard', 50_000],
  ['enterprise', 0],
]);

const periods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36];

/** Whether a plan is sold, or renewed, for so many months. */
export function isPlanPeriod(months: number): boolean {
  return periods.includes(months);
}
