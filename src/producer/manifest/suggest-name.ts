import { distance } from 'fastest-levenshtein';

/**
 * The known name nearest to a mistyped one, however far. Case counts for little, and a nested parameter may be meant by
 * its last part alone: `Period` is near to `PrepaidPlanParam.Period`. `known` must not be empty.
 */
export function suggestName(name: string, known: readonly string[]): string {
  return nearestTo(name, known).nearest;
}

/** The same, or null where even the nearest is no mistyping of it: more than a third of its letters are others. */
export function suggestNear(name: string, known: readonly string[]): string | null {
  const { nearest, steps } = nearestTo(name, known);
  return steps <= Math.ceil(name.length / 3) ? nearest : null;
}

function nearestTo(name: string, known: readonly string[]): { nearest: string; steps: number } {
  const wanted = name.toLowerCase();
  let [nearest = ''] = known;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const full = candidate.toLowerCase();
    const lastPart = full.slice(full.lastIndexOf('.') + 1);
    const steps = Math.min(distance(wanted, full), distance(wanted, lastPart));
    if (steps < least) {
      least = steps;
      nearest = candidate;
    }
  }
  return { nearest, steps: least };
}
