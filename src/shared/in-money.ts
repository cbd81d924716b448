/** Hundredths as a decimal number: 1234 is 12.34. */
export function inMoney(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** Reads an amount of money as a decimal number, in hundredths: 12.50 is 1250. Null for what is none. */
export function centsOf(text: string): number | null {
  const { whole, part = '' } = /^(?<whole>\d{1,12})(?:\.(?<part>\d{1,2}))?$/.exec(text)?.groups ?? {};
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
