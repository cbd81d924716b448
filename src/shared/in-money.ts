/** Hundredths as a decimal number: 1234 is 12.34. */
export function inMoney(cents: number): string {
  return (cents / 100).toFixed(2);
}
