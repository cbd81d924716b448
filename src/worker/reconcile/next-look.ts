const steps = [
  // While somebody waits for the run to end.
  { untilMs: 120_000, everyMs: 8_000 },
  { untilMs: 3_600_000, everyMs: 60_000 },
  { untilMs: Number.POSITIVE_INFINITY, everyMs: 600_000 },
] as const;

/** When to look again at a purchase whose call was sent so long ago: often at first, then ever less so. */
export function nextLookMs(ageMs: number): number {
  return steps.find(({ untilMs }) => ageMs < untilMs)?.everyMs ?? 600_000;
}
