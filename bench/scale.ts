const isFull = process.env.BENCH_SIZE === 'full';

/** How much each bench does: the small sizes show the same ratios within minutes, the full ones are those promised. */
export const scale = {
  name: isFull ? 'full' : 'small',
  /** Rows of the manifest that is checked. */
  rowsChecked: sizeOf('BENCH_ROWS_CHECKED', isFull ? 1_000_000 : 200_000),
  /** Rows of the manifest that is submitted. */
  rowsSubmitted: sizeOf('BENCH_ROWS_SUBMITTED', isFull ? 1_000_000 : 50_000),
  /** Purchases made with the rate lifted. */
  purchasesWorked: sizeOf('BENCH_PURCHASES_WORKED', isFull ? 50_000 : 20_000),
  /** Purchases of the run that is reported. */
  linesReported: sizeOf('BENCH_LINES_REPORTED', isFull ? 1_000_000 : 250_000),
  /** Purchases of which each takes its share of Redis. */
  purchasesHeld: sizeOf('BENCH_PURCHASES_HELD', isFull ? 100_000 : 10_000),
  /** Calls of each line of the table of limiters. */
  callsCounted: sizeOf('BENCH_CALLS_COUNTED', isFull ? 1_000 : 400),
  /** Purchases of which each takes its share of Redis's disk and network, at the API's rate. */
  purchasesAppended: sizeOf('BENCH_PURCHASES_APPENDED', isFull ? 5_000 : 500),
  /** Purchases of the run whose time left is foretold: two and a half minutes' worth at the limit, or ten. */
  purchasesTimed: sizeOf('BENCH_PURCHASES_TIMED', isFull ? 12_000 : 3_000),
  isFull,
} as const;

function sizeOf(variable: string, otherwise: number): number {
  const given = Number(process.env[variable] ?? otherwise);
  if (Number.isSafeInteger(given) && given > 0) return given;
  throw new Error(`Cannot read ${variable} as a whole number above 0: got ${process.env[variable]}`);
}
