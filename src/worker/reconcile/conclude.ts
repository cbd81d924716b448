import type { Bought } from '../../shared/actions/action.ts';

/** What looks at the provider say of a purchase in doubt. */
export type Conclusion =
  | { readonly kind: 'bought'; readonly bought: Bought }
  /** A good look that found no trace; only several of them, over a while, prove anything. */
  | {
      readonly kind: 'no-trace';
      readonly seen: string;
      /** Once the absence is proved it has failed with this code, as sending it again would be refused again. */
      readonly refusedAs?: string;
    }
  /** What was seen proves neither; a person decides, or a later look. */
  | { readonly kind: 'unclear'; readonly seen: string };

/** Something that was bought at the provider: a plan, an order. */
export interface Candidate {
  readonly id: string;
  readonly bought: Bought;
}

/** What the provider shows of the time in question, for purchases that nothing tells apart. */
export interface Evidence {
  /** What they are, in words: `plan of type basic`. */
  readonly what: string;
  /** Purchases in doubt that are equal to each other, in the order in which they were sent. */
  readonly doubts: readonly string[];
  /** What may belong to them, in the order in which it came to be; what is known to be another's is left out. */
  readonly candidates: readonly Candidate[];
}

/**
 * Settles equal purchases by counting: as many new ones as doubts, and all were bought; none, and there is no trace.
 * Anything between proves nothing of any one of them.
 */
export function concludeByDifference({
  what,
  doubts,
  candidates,
}: Evidence): ReadonlyMap<string, Conclusion> {
  if (candidates.length === doubts.length) {
    return new Map(
      doubts.flatMap((doubt, i) => {
        const candidate = candidates[i];
        return candidate ? [[doubt, { kind: 'bought', bought: candidate.bought }] as const] : [];
      }),
    );
  }
  const count = `${doubts.length} in doubt`;
  if (candidates.length === 0) {
    const seen = `Looked: no new ${what} since the call was sent (${count}).`;
    return new Map(doubts.map((doubt) => [doubt, { kind: 'no-trace', seen }]));
  }
  const ids = candidates.slice(0, 10).map(({ id }) => id);
  const seen = `Looked: ${candidates.length} new ${what} that no purchase claims (${ids.join(', ')}${candidates.length > 10 ? ', …' : ''}), but ${count}: a person has to decide.`;
  return new Map(doubts.map((doubt) => [doubt, { kind: 'unclear', seen }]));
}
