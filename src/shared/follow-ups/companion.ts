/**
 * What follows the purchases of a run is kept as a run of its own beside it, with the same rows: so the ledger, the
 * queues and the looks treat it as they treat any purchase. Nobody is shown that run but through the one it belongs to.
 */
export function companionOf(run: string): string {
  return `f${run}`;
}
