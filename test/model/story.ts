import fc from 'fast-check';

/** What becomes of a call that is sent: whether the provider carries it out, and what its worker learns. */
export const fates = [
  'bought',
  'bought-answer-lost',
  'not-bought-answer-lost',
  'refused',
  'left-unpaid',
  'turned-away',
  'never-left',
] as const;
export type Fate = (typeof fates)[number];

export interface Delivery {
  readonly purchase: number;
  readonly fate: Fate;
  /** Nobody waits for the answer any more as soon as the attempt is open. */
  readonly isOverdue: boolean;
  readonly isTokenAlive: boolean;
  /** The worker could read when what is renewed expires. */
  readonly isExpiryKnown: boolean;
  /** The ledger's consent never reaches the worker, which then sends nothing. */
  readonly isConsentLost: boolean;
}

/**
 * One event. Purchases are named by their place; attempts and looks by how many came after them, so that a story that
 * is cut short still means something.
 */
export type Step =
  /** A worker is given a purchase and asks the ledger whether it may send. */
  | ({ readonly step: 'deliver' } & Delivery)
  /** A worker asks for several at once; it may have been given one purchase twice. */
  | { readonly step: 'deliver-together'; readonly deliveries: readonly Delivery[] }
  /** A worker that never heard the ledger's consent asks the same again. */
  | { readonly step: 'ask-again'; readonly attempt: number }
  /** A worker writes down what it learned: in time, late, or once more. An attempt without this step is a crash. */
  | { readonly step: 'answer'; readonly attempt: number }
  /** The same for several at once. */
  | { readonly step: 'answer-together'; readonly attempts: readonly number[] }
  /** A worker looks after what is past its deadline. */
  | { readonly step: 'expire' }
  /** Somebody looks at the provider for all that is in doubt, and remembers. */
  | { readonly step: 'look' }
  /** Whoever looked says what there was then, however much happened since. */
  | { readonly step: 'tell'; readonly look: number; readonly as: 'person' | 'reconcile' | 'proof' | 'note' }
  /** A worker looked before the call: it is so already, cannot be bought, or has to wait. */
  | {
      readonly step: 'pass-over';
      readonly purchase: number;
      readonly as: 'skipped' | 'failed' | 'waiting';
    }
  | { readonly step: 'pause' | 'resume' | 'cancel' | 'admit-again' }
  | { readonly step: 'retry'; readonly evenIfUnpaid: boolean };

export type Story = readonly Step[];

/** Most often the one with a ClientToken, whose life is the richest. */
const purchase = fc.constantFrom(2, 2, 2, 0, 1, 3);
const attempt = fc.nat({ max: 4 });

const delivery: fc.Arbitrary<Delivery> = fc.record({
  purchase,
  // Lost answers and crashes most often: whatever settles a purchase ends its story.
  fate: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...fates) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('bought', 'bought-answer-lost', 'not-bought-answer-lost', 'turned-away'),
    },
  ),
  isOverdue: fc.constantFrom(true, true, false),
  isTokenAlive: fc.constantFrom(true, true, false),
  isExpiryKnown: fc.boolean(),
  isConsentLost: fc.integer({ min: 0, max: 5 }).map((roll) => roll === 5),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: delivery.map((one) => ({ step: 'deliver' as const, ...one })) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('deliver-together' as const),
      deliveries: fc.array(delivery, { minLength: 2, maxLength: 4 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('answer' as const), attempt }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('answer-together' as const),
      attempts: fc.array(attempt, { minLength: 2, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('ask-again' as const), attempt }) },
  { weight: 4, arbitrary: fc.constant({ step: 'expire' as const }) },
  { weight: 3, arbitrary: fc.constant({ step: 'look' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('tell' as const),
      look: fc.nat({ max: 2 }),
      as: fc.constantFrom(
        'person' as const,
        'reconcile' as const,
        'proof' as const,
        'proof' as const,
        'note' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const, 'admit-again' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('pass-over' as const),
      purchase,
      as: fc.constantFrom('skipped' as const, 'failed' as const, 'waiting' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('retry' as const), evenIfUnpaid: fc.boolean() }) },
  // Rare, as little happens in a run after it.
  { weight: 1, arbitrary: fc.constant({ step: 'cancel' as const }) },
);

/** Any order of events. Fast-check makes a story that failed as short as it can. */
export const stories: fc.Arbitrary<Story> = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
