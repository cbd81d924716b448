/**
 * How far the server's clock is ahead of ours, in milliseconds, to a second's precision: what to add to our clock
 * when signing. `nowMs` is the moment the answer came. Null when the header is no HTTP date, as guessing would only
 * move the clock further off.
 */
export function clockOffsetMs(dateHeader: string | null, nowMs: number): number | null {
  if (dateHeader === null) return null;
  const serverMs = Date.parse(dateHeader);
  // Date.parse reads much that is no HTTP date; the one form that servers may send reads back as itself.
  if (Number.isNaN(serverMs) || new Date(serverMs).toUTCString() !== dateHeader) return null;
  return serverMs - nowMs;
}
