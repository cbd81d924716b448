import { type PurchaseState, purchaseStates } from '../../src/shared/outcome.ts';
import type { RunStatus } from '../../src/shared/run.ts';

/** A status document that says what a test needs and nothing else. */
export function statusOf({
  counts = {},
  ...differences
}: Partial<Omit<RunStatus, 'counts'>> & {
  readonly counts?: Partial<Record<PurchaseState, number>>;
} = {}): RunStatus {
  const all = Object.fromEntries(purchaseStates.map((state) => [state, counts[state] ?? 0]));
  return {
    run: 'r0123456789ab',
    name: null,
    labels: {},
    manifest: 'manifest.csv',
    state: 'finished',
    total: Object.values(all).reduce((sum, count) => sum + count, 0),
    counts: all as Record<PurchaseState, number>,
    errors: [],
    pendingDeliveries: 0,
    held: [],
    rate: {},
    etaSeconds: 0,
    submittedAt: '2026-07-01T08:00:00.000Z',
    startsAt: null,
    finishedAt: null,
    ...differences,
  };
}
