/** What one bench found: one table, and how it was measured. */
export interface Section {
  readonly title: string;
  /** How it is measured, and what the physical limit is. */
  readonly how: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the README says of it. */
  readonly highlights: readonly Highlight[];
}

/** One figure beside what a user would otherwise have. */
export interface Highlight {
  readonly shows: string;
  readonly tcbatch: string;
  readonly instead: string;
}

/** How many times as much as the other, to two digits: `1.25 ×`. */
export function times(value: number, other: number): string {
  return timesOf(value / other);
}

/** The same of a ratio: `1.25 ×`. */
export function timesOf(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

/** A count as people read it: `1,000,000`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function mebibytes(bytes: number): string {
  return `${count(bytes / 1024 ** 2)} MiB`;
}

/** The median, which one disturbed round does not move. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
