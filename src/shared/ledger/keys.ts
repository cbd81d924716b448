import type { Position } from '../purchase.ts';

/** How many rows of a run share one Redis hash: few enough to read at once, many enough that its key costs nothing. */
const rowsPerBucket = 1000;

/** Every key of one run. They share one hash tag, so that a script may touch them together on a cluster. */
export interface RunKeys {
  readonly run: string;
  readonly counts: string;
  readonly errors: string;
  readonly rowCounts: string;
  readonly open: string;
  readonly questions: string;
  readonly baseline: string;
  readonly calls: string;
  readonly events: string;
  readonly audit: string;
  /** What the owners of sites have to enter, by position. */
  readonly handOvers: string;
  /** Held for a moment by whoever queues the run's purchases again. */
  readonly requeueLock: string;
  /** Held for a moment by whoever looks up the run's doubts after a failover. */
  readonly mendLock: string;
  /** The bucket that holds a row's purchases. */
  readonly bucket: (row: number) => string;
  /** The buckets of a run with so many rows. */
  readonly buckets: (rows: number) => string[];
}

export function runKeys(prefix: string, run: string): RunKeys {
  const base = `${prefix}:{${run}}`;
  return {
    run: `${base}:run`,
    counts: `${base}:counts`,
    errors: `${base}:errors`,
    rowCounts: `${base}:row-counts`,
    open: `${base}:open`,
    questions: `${base}:questions`,
    baseline: `${base}:baseline`,
    calls: `${base}:calls`,
    events: `${base}:events`,
    audit: `${base}:audit`,
    handOvers: `${base}:hand-overs`,
    requeueLock: `${base}:requeue-lock`,
    mendLock: `${base}:mend-lock`,
    bucket: (row) => `${base}:purchases:${bucketOf(row)}`,
    buckets: (rows) => Array.from({ length: bucketOf(rows) + 1 }, (_, i) => `${base}:purchases:${i}`),
  };
}

/** Every key that a run of so many rows may have. */
export function everyRunKey(prefix: string, run: string, rows: number): string[] {
  const { bucket: _, buckets, ...named } = runKeys(prefix, run);
  return [...Object.values(named), ...buckets(rows)];
}

/** Keys of one line: an action as one account calls it. */
export interface LineKeys {
  readonly pacer: string;
  /** Calls that are out, or were answered a moment ago, with strict pacing. */
  readonly leases: string;
  /** The rate that somebody set by hand. */
  readonly rate: string;
  /** The workers of the line, and what each saw. */
  readonly crew: string;
  readonly hold: string;
  readonly audit: string;
  /** What the provider gave us, by its id: which purchase it belongs to. */
  readonly claims: string;
  /** What is being renewed, by its id: which purchase may renew it now. */
  readonly renewing: string;
  /** Held by the purchase that may buy for a target now. */
  readonly buying: (target: string) => string;
}

export function lineKeys(prefix: string, line: string): LineKeys {
  const base = `${prefix}:{line-${line}}`;
  return {
    pacer: `${base}:pacer`,
    leases: `${base}:leases`,
    rate: `${base}:rate`,
    crew: `${base}:crew`,
    hold: `${base}:hold`,
    audit: `${base}:audit`,
    claims: `${base}:claims`,
    renewing: `${base}:renewing`,
    buying: (target) => `${base}:buying:${target}`,
  };
}

/** Keys of one paying account. */
export function accountKeys(prefix: string, account: string) {
  const base = `${prefix}:{account-${account}}`;
  return {
    /** Held by whoever looked at the balance, until it may be looked at again. */
    balanceLease: `${base}:balance-lease`,
    /** Looks in a row that did not show it. */
    balanceMisses: `${base}:balance-misses`,
  } as const;
}

/** Keys of what people are told; one hash tag of their own. */
export function notifyKeys(prefix: string) {
  const base = `${prefix}:{webhooks}`;
  return {
    /** Each event and how far its delivery is, by its id. */
    events: `${base}:events`,
    order: `${base}:order`,
    /** Doubts that somebody was told of. */
    doubts: `${base}:doubts`,
    /** Held by the process that looks for events. */
    lease: `${base}:lease`,
  } as const;
}

/** Keys that list the runs; one hash tag of their own. */
export function registryKeys(prefix: string) {
  const base = `${prefix}:{runs}`;
  return {
    runs: `${base}:by-time`,
    active: `${base}:active`,
    watched: `${base}:watched`,
    manifests: `${base}:by-manifest`,
    bought: `${base}:bought`,
    forgotten: `${base}:forgotten`,
    format: `${base}:format`,
  } as const;
}

/** The number of the bucket that holds a row, from 0. */
export function bucketOf(row: number): number {
  return Math.floor((row - 1) / rowsPerBucket);
}

/** Parts what belongs to rows by the buckets that hold them, as one script may touch one bucket. */
export function groupByBucket<T>(values: readonly T[], rowOf: (value: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const value of values) {
    const bucket = bucketOf(rowOf(value));
    const group = groups.get(bucket);
    if (group) group.push(value);
    else groups.set(bucket, [value]);
  }
  return [...groups.values()];
}

/** The field of a purchase within its bucket: `12`, or `12.3` for the third of a row with Count. */
export function fieldOf({ row, index }: Position): string {
  return index === 1 ? String(row) : `${row}.${index}`;
}

/** Reads a field back. */
export function positionOf(field: string): Position {
  const [row, index] = field.split('.');
  return { row: Number(row), index: index === undefined ? 1 : Number(index) };
}
