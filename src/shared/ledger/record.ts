import { noTerms, type Position, type Purchase, type Terms } from '../purchase.ts';
import { parseHead, type RecordHead } from './record-head.ts';

/** What the ledger knows of one purchase. */
export interface PurchaseRecord extends Position, RecordHead {
  readonly line: number;
  readonly reference: string | null;
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Terms;
  /** The exact request body. */
  readonly body: string;
}

/**
 * The part of a record that never changes, a line for each: the body, the manifest's line, the reference, the notes,
 * and the terms where there are any. All are JSON, so that none holds a line break; what there is none of is left empty.
 */
export function frozenPart({ line, reference, notes, terms, body }: Purchase): string {
  const referenceText = reference === null ? '' : JSON.stringify(reference);
  const notesText = Object.keys(notes).length === 0 ? '' : JSON.stringify(notes);
  const frozen = `${body}\n${line}\n${referenceText}\n${notesText}`;
  return Object.keys(terms).length === 0 ? frozen : `${frozen}\n${JSON.stringify(terms)}`;
}

/** Reads no more than the changing part of a stored record, which is a third of the work. */
export function parseHeadOf(stored: string): RecordHead {
  return parseHead(stored.slice(0, stored.indexOf('\n')));
}

/** Reads a stored record. Throws on text that the ledger's scripts did not write. */
export function parseRecord(position: Position, stored: string): PurchaseRecord {
  const lines = stored.split('\n');
  const [headText = '', body = '', lineText = '', referenceText = '', notesText = '', termsText] = lines;
  const head = parseHead(headText);
  const line = Number(lineText);
  if (lines.length < 5 || lines.length > 6 || !(line > 0)) {
    throw new Error(
      `Cannot read record as its frozen part must be four or five lines: got ${lines.length - 1}`,
    );
  }
  return {
    // Spelt out: after a spread each further field would make the object anew.
    row: position.row,
    index: position.index,
    line,
    action: head.action,
    account: head.account,
    reference: referenceText === '' ? null : parseText(referenceText),
    notes: notesText === '' ? {} : (JSON.parse(notesText) as Record<string, string>),
    terms: termsText === undefined ? noTerms : (JSON.parse(termsText) as Terms),
    body,
    state: head.state,
    queuedAtMs: head.queuedAtMs,
    attempts: head.attempts,
    attemptId: head.attemptId,
    worker: head.worker,
    deadlineMs: head.deadlineMs,
    sentAtMs: head.sentAtMs,
    firstSentAtMs: head.firstSentAtMs,
    errorCode: head.errorCode,
    errorMessage: head.errorMessage,
    requestId: head.requestId,
    orderId: head.orderId,
    resourceIds: head.resourceIds,
    delivery: head.delivery,
    unpaidOrder: head.unpaidOrder,
    settledAtMs: head.settledAtMs,
    settledBy: head.settledBy,
    expiryBeforeMs: head.expiryBeforeMs,
  };
}

/** What JSON escapes is seldom in a text; without, reading it is cutting off its quotes. */
function parseText(json: string): string {
  return json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1);
}
