import { OperatorError } from '../errors.ts';
import { parseLineName } from '../line.ts';
import type { Delivery, PurchaseState, SettledBy } from '../outcome.ts';
import { purchaseStates } from '../outcome.ts';

/** What changes about a purchase while it lives. Times are milliseconds since 1970. */
export interface RecordHead {
  readonly action: string;
  /** Name of the account that pays. */
  readonly account: string;
  readonly state: PurchaseState;
  readonly queuedAtMs: number;
  /** Calls sent. */
  readonly attempts: number;
  /** Id of the last attempt: its fence, and the trace id that was sent. */
  readonly attemptId: string | null;
  /** Worker and deadline of the attempt that is open. */
  readonly worker: string | null;
  readonly deadlineMs: number | null;
  /** When the last attempt was opened, and the first, from which a ClientToken's life is counted. */
  readonly sentAtMs: number | null;
  readonly firstSentAtMs: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly requestId: string | null;
  readonly orderId: string | null;
  readonly resourceIds: readonly string[];
  readonly delivery: Delivery | null;
  readonly unpaidOrder: boolean;
  readonly settledAtMs: number | null;
  readonly settledBy: SettledBy | null;
  /** When what is renewed expired, as it was shown before the first call that may have renewed it. */
  readonly expiryBeforeMs: number | null;
}

/** The form that `record.lua` writes; it begins the array, so that no other form can be taken for it. */
const form = 2;

/**
 * Reads the changing part of a record: `[form, state, line, queued at, attempts, first sent, last sent, settled,
 * attempt, request, delivery, settler, others]`. Each time is in milliseconds after the one before it. The others by
 * letter: `w` worker and `d` deadline of the open attempt, `x` earlier attempts that may have been executed, `k` looks
 * at the provider that showed no trace and `h` the first of them, `e` error code, `m` message, `i` order, `l` resources,
 * `u` an order may be left to pay (1, and 1 more for each payment under way), `y` the date of expiry before the call. Throws on what
 * `record.lua` did not write. Checked by hand, as a report reads millions and a schema takes longer than all the rest
 * of it.
 */
export function parseHead(text: string): RecordHead {
  const stored: unknown = JSON.parse(text);
  if (!Array.isArray(stored) || stored[0] !== form) throw foreignForm();
  const others = othersIn(stored[12]);
  const queuedAtMs = numberIn(stored[3]);
  const firstSentAtMs = timeAfter(queuedAtMs, stored[5]);
  const sentAtMs = timeAfter(firstSentAtMs ?? queuedAtMs, stored[6]);
  const { action, account } = parseLineName(textIn(stored[2]));
  return {
    action,
    account,
    state: wordIn(states, stored[1]),
    queuedAtMs,
    attempts: numberIn(stored[4]),
    attemptId: textOrNull(stored[8]),
    worker: textOrNull(others.w),
    deadlineMs: others.d === undefined ? null : numberIn(others.d),
    sentAtMs,
    firstSentAtMs,
    errorCode: textOrNull(others.e),
    errorMessage: textOrNull(others.m),
    requestId: textOrNull(stored[9]),
    orderId: textOrNull(others.i),
    resourceIds: textsIn(others.l),
    delivery: stored[10] === null ? null : wordIn(deliveries, stored[10]),
    unpaidOrder: others.u !== undefined,
    settledAtMs: timeAfter(sentAtMs ?? firstSentAtMs ?? queuedAtMs, stored[7]),
    settledBy: stored[11] === null ? null : wordIn(settlers, stored[11]),
    expiryBeforeMs: others.y === undefined ? null : numberIn(others.y),
  };
}

/** What is known of a purchase in doubt beside its last attempt. */
export interface Evidence {
  /** Attempts before the last one that may have been executed as well. */
  readonly earlierAttemptIds: readonly string[];
  /** Looks at the provider that showed no trace, and the first of them. */
  readonly looks: number;
  readonly firstLookAtMs: number | null;
}

/** Reads the same text for what only a person who looks into one purchase asks. */
export function parseEvidence(text: string): Evidence {
  const stored: unknown = JSON.parse(text);
  if (!Array.isArray(stored) || stored[0] !== form) throw foreignForm();
  const { x, k = 0, h } = othersIn(stored[12]);
  return {
    earlierAttemptIds: textsIn(x),
    looks: numberIn(k),
    firstLookAtMs: h === undefined ? null : numberIn(h),
  };
}

// Maps, as text from outside is looked up in them.
const states = wordsOf(purchaseStates);
const deliveries = wordsOf<Delivery>(['complete', 'pending']);
const settlers = wordsOf<SettledBy>(['answer', 'reconcile', 'person']);

function wordsOf<Word extends string>(words: readonly Word[]): ReadonlyMap<unknown, Word> {
  return new Map(words.map((word) => [word, word]));
}

function wordIn<Word extends string>(words: ReadonlyMap<unknown, Word>, value: unknown): Word {
  const word = words.get(value);
  if (word !== undefined) return word;
  throw oddValue(`one of ${[...words.values()].join(', ')}`, value);
}

type Others = Readonly<Record<string, unknown>>;
const noOthers: Others = {};

function othersIn(value: unknown): Others {
  if (value === undefined) return noOthers;
  if (typeof value === 'object' && value !== null) return value as Others;
  throw oddValue('an object', value);
}

function timeAfter(beforeMs: number, value: unknown): number | null {
  return value === null ? null : beforeMs + numberIn(value);
}

function textsIn(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map(textIn);
  throw oddValue('a list', value);
}

function textOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : textIn(value);
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  throw oddValue('a text', value);
}

function numberIn(value: unknown): number {
  if (typeof value === 'number') return value;
  throw oddValue('a number', value);
}

function foreignForm(): OperatorError {
  return new OperatorError(
    'record-form',
    `Cannot read purchase as its record must have form ${form}: got another version's`,
    { advice: 'Use the version of tcbatch that submitted the run until it is finished.' },
  );
}

function oddValue(rule: string, value: unknown): Error {
  return new Error(`Cannot read record as ${rule} must stand there: got ${JSON.stringify(value)}`);
}
