/** What the arrivals at a receiver were like. */
export interface Traffic {
  /** The most in any thousand milliseconds, wherever they begin. */
  readonly mostInAnySecond: number;
  /** How many were at least the 21st of the second that they ended. */
  readonly over: number;
  readonly perSecond: number;
}

/**
 * Looks at every second that ends with an arrival, which is enough to find the fullest. Times in milliseconds, sorted. The
 * rate is that of the arrivals after the first `startMs`.
 */
export function watchSeconds(
  arrivals: readonly number[],
  { allowed, startMs = 0 }: { readonly allowed: number; readonly startMs?: number },
): Traffic {
  let first = 0;
  let mostInAnySecond = 0;
  let over = 0;
  for (const [last, arrival] of arrivals.entries()) {
    while ((arrivals[first] ?? arrival) <= arrival - 1000) first += 1;
    const inSecond = last - first + 1;
    mostInAnySecond = Math.max(mostInAnySecond, inSecond);
    if (inSecond > allowed) over += 1;
  }
  const startedAt = (arrivals[0] ?? 0) + startMs;
  const steady = arrivals.filter((arrival) => arrival >= startedAt);
  const spanMs = (steady.at(-1) ?? 0) - (steady[0] ?? 0);
  return { mostInAnySecond, over, perSecond: ((steady.length - 1) / spanMs) * 1000 };
}
