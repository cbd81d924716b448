import { clockMarginMs, type Question } from './room.ts';

/**
 * What else of a kind is under way while its doubts are looked into. Asked again after the provider has shown what
 * there is: whatever it showed was sent before, so its purchase is then found open, in doubt, or with its claim.
 */
export interface UnderWay {
  /** When the attempts were sent that are still open, in any run. */
  readonly openSinceMs: () => Promise<readonly number[]>;
  /** Whether exactly these purchases are in doubt, no more and no less. */
  readonly areSameDoubts: (doubts: readonly Question[]) => Promise<boolean>;
}

/** Whether a call that is still out may bring what would be counted for one that was sent until `toMs`. */
export function mayBringMore(openSinceMs: readonly number[], toMs: number): boolean {
  return openSinceMs.some((sentAtMs) => sentAtMs <= toMs + clockMarginMs);
}

/** What a person reads of a doubt whose look has to wait. */
export const lookingLater = 'Looking once the calls that are out now have their answers.';
