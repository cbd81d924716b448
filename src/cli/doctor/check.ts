/** What `doctor` found on one point. */
export interface Check {
  readonly name:
    | 'redis'
    | 'eviction'
    | 'durability'
    | 'latency'
    | 'replicas'
    | 'concurrency'
    | 'proxy'
    | 'credentials'
    | 'clock'
    | 'account'
    | 'read right';
  /** `warning`: it works, and somebody should know; `wrong`: it must be mended before anything is bought. */
  readonly state: 'fine' | 'warning' | 'wrong';
  readonly finding: string;
  /** What to do; null when nothing is. */
  readonly advice: string | null;
  /** Whose it is, where that is not the default account. */
  readonly account?: string;
}

/** What `doctor --json` prints. */
export interface Diagnosis {
  /** Nothing must be mended. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}
