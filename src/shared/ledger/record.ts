import { z } from 'zod';
import type { Delivery, PurchaseState, SettledBy } from '../outcome.ts';
import { purchaseStates } from '../outcome.ts';
import type { Position, Purchase } from '../purchase.ts';

/** The changing part of a record as Redis stores it; single letters, as there may be millions. Times in milliseconds. */
const storedHead = z.object({
  /** state */ s: z.enum(purchaseStates),
  /** action */ a: z.string(),
  /** queued at */ q: z.number(),
  /** attempts: calls sent */ n: z.number().default(0),
  /** id of the last attempt: its fence, and the trace id that was sent */ t: z.string().optional(),
  /** worker of the open attempt */ w: z.string().optional(),
  /** deadline of the open attempt */ d: z.number().optional(),
  /** last attempt opened at */ o: z.number().optional(),
  /** first attempt opened at, from which a ClientToken's life is counted */ f: z.number().optional(),
  /** ids of earlier attempts that may have been executed */ x: z.array(z.string()).optional(),
  /** looks at the provider that showed no trace */ k: z.number().optional(),
  /** first of them at */ h: z.number().optional(),
  /** error code */ e: z.string().optional(),
  /** error message */ m: z.string().optional(),
  /** request id */ r: z.string().optional(),
  /** order id */ i: z.string().optional(),
  /** resource ids */ l: z.array(z.string()).optional(),
  /** delivery */ v: z.enum(['complete', 'pending']).optional(),
  /** an unpaid order may be left */ u: z.number().optional(),
  /** settled at */ z: z.number().optional(),
  /** settled by */ b: z.enum(['answer', 'reconcile', 'person']).optional(),
});

/** What the ledger knows of one purchase. Times are milliseconds since 1970. */
export interface PurchaseRecord extends Position {
  readonly line: number;
  readonly action: string;
  readonly reference: string | null;
  readonly notes: Readonly<Record<string, string>>;
  /** The exact request body. */
  readonly body: string;
  readonly state: PurchaseState;
  readonly queuedAtMs: number;
  readonly attempts: number;
  readonly attemptId: string | null;
  readonly worker: string | null;
  readonly deadlineMs: number | null;
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
}

/** The part of a record that never changes: the body on a line of its own, then what only reports need. */
export function frozenPart(purchase: Purchase): string {
  const { line, reference, notes, body } = purchase;
  const extras = {
    line,
    ...(reference === null ? {} : { reference }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
  return `${body}\n${JSON.stringify(extras)}`;
}

const storedExtras = z.object({
  line: z.number(),
  reference: z.string().default(''),
  notes: z.record(z.string(), z.string()).default({}),
});

/** Reads a stored record. Throws on text that the ledger's scripts did not write. */
export function parseRecord(position: Position, stored: string): PurchaseRecord {
  const [headText = '', body = '', extrasText = ''] = stored.split('\n');
  const head = storedHead.parse(JSON.parse(headText));
  const extras = storedExtras.parse(JSON.parse(extrasText));
  return {
    // Spelt out: after a spread each further field would make the object anew.
    row: position.row,
    index: position.index,
    line: extras.line,
    action: head.a,
    reference: extras.reference || null,
    notes: extras.notes,
    body,
    state: head.s,
    queuedAtMs: head.q,
    attempts: head.n,
    attemptId: head.t ?? null,
    worker: head.w ?? null,
    deadlineMs: head.d ?? null,
    sentAtMs: head.o ?? null,
    firstSentAtMs: head.f ?? null,
    errorCode: head.e ?? null,
    errorMessage: head.m ?? null,
    requestId: head.r ?? null,
    orderId: head.i ?? null,
    resourceIds: head.l ?? [],
    delivery: head.v ?? null,
    unpaidOrder: head.u === 1,
    settledAtMs: head.z ?? null,
    settledBy: head.b ?? null,
  };
}
