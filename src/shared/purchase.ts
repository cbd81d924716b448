/** The values of one API call, exactly as they are sent. Key order is the order they are sent in. */
export type Params = Readonly<Record<string, unknown>>;

/** Where a purchase stands in its run: rows count from 1; `index` is 1..Count within a row with Count, else 1. */
export interface Position {
  readonly row: number;
  readonly index: number;
}

/**
 * What a row wants beside the values of its call; each stands only where the row says it, and is never sent with the
 * call. One that a row has none of is `noTerms`.
 */
export interface Terms {
  /** ISO 8601: what already expires later is left as it is. */
  readonly ifExpiresBefore?: string;
  /** The site to create on, or to bind to, a plan once it is bought. */
  readonly site?: NewSite | KnownSite;
}

/** A site as CreateZone takes it. */
export interface NewSite {
  readonly zoneName: string;
  readonly zoneType?: string;
  readonly zoneArea?: string;
}

/** A site that is there already, as BindZoneToPlan takes it. */
export interface KnownSite {
  readonly zoneId: string;
}

export const noTerms: Terms = {};

/** A checked row of a manifest: one wish, wanted `count` times. */
export interface CheckedRow {
  /** 1 = first data row of the manifest. */
  readonly row: number;
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly action: string;
  /** Name of the configured account that pays; `default` unless the row or `--account` names one. */
  readonly account: string;
  readonly reference: string | null;
  readonly params: Params;
  readonly terms: Terms;
  /** The user's own `#` columns, name with the `#`. */
  readonly notes: Readonly<Record<string, string>>;
  readonly count: number;
}

/** A checked wish to buy one thing once. Never changes after it is admitted to the ledger. */
export interface Purchase extends Position {
  readonly line: number;
  readonly action: string;
  readonly account: string;
  readonly reference: string | null;
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Terms;
  /** The exact request body, frozen: JSON text of the params, a derived ClientToken included. */
  readonly body: string;
}

/** Row order, for `sort`: below zero where `a` stands in front of `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.row - b.row || a.index - b.index;
}

/** The purchase's id, also its job's: `<run>-<row>-<index>`. Holds no `:`, which BullMQ forbids in job ids. */
export function purchaseId(run: string, { row, index }: Position): string {
  return `${run}-${row}-${index}`;
}

/** Reads a purchase id back; null for anything that `purchaseId` did not make. */
export function parsePurchaseId(id: string): (Position & { readonly run: string }) | null {
  const { run, row, index } = /^(?<run>[a-z0-9]+)-(?<row>\d+)-(?<index>\d+)$/.exec(id)?.groups ?? {};
  return run === undefined ? null : { run, row: Number(row), index: Number(index) };
}
