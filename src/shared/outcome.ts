/** Where a purchase is in its life; `docs/states.md` draws the arrows. */
export const purchaseStates = [
  'queued',
  'sending',
  'succeeded',
  'failed',
  'in-doubt',
  'cancelled',
  'skipped',
] as const;
export type PurchaseState = (typeof purchaseStates)[number];

/** Who has to act on an error: the row's author, the account's owner, or whoever runs the product. */
export type ErrorScope = 'row' | 'account' | 'product';

export type Delivery = 'complete' | 'pending';
export type SettledBy = 'answer' | 'reconcile' | 'person';

/** Our own codes for what no answer of the API says. */
export const ownCodes = [
  'Transport.ConnectFailed',
  'Transport.Timeout',
  'Transport.ConnectionLost',
  'Transport.BadResponse',
  'Client.WorkerLost',
] as const;
export type OwnCode = (typeof ownCodes)[number];

/** What the owner of a site's domain has to enter before the site serves. */
export interface HandOver {
  /** For a site of type `full`: the name servers to switch the domain to. */
  readonly nameServers: readonly string[];
  /** For the other types: the DNS record, or the file, that proves who owns the domain; either will do. */
  readonly verification: OwnershipProof | null;
}

/** Two ways to prove who owns a domain. */
export interface OwnershipProof {
  readonly dns: {
    readonly subdomain: string;
    readonly recordType: string;
    readonly recordValue: string;
  } | null;
  readonly file: { readonly path: string; readonly content: string } | null;
}

/** What follows a purchase, such as the site that is put on a plan. */
export interface FollowUp {
  readonly action: string;
  /** `waiting`: the purchase itself is not settled, or what it bought is not known yet. */
  readonly state: PurchaseState | 'waiting';
  readonly zoneId: string | null;
  /** What the site's owner has to enter: these name servers, or one of the two proofs. */
  readonly nameServers: readonly string[];
  readonly verification: OwnershipProof | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly remedy: string | null;
  readonly requestId: string | null;
  readonly attempts: number;
}

/** One purchase as every report shows it; the shape is promised to users. Times are ISO 8601 UTC. */
export interface ReportLine {
  readonly run: string;
  readonly row: number;
  readonly line: number;
  readonly index: number;
  readonly reference: string | null;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly state: PurchaseState;
  readonly orderId: string | null;
  readonly resourceIds: readonly string[];
  readonly delivery: Delivery | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorScope: ErrorScope | null;
  readonly remedy: string | null;
  readonly unpaidOrder: 'possible' | null;
  readonly attempts: number;
  readonly queuedAt: string | null;
  readonly sentAt: string | null;
  readonly settledAt: string | null;
  readonly settledBy: SettledBy | null;
  /** Name of the account that pays. */
  readonly account: string;
  /** Null where nothing follows it. */
  readonly followUp: FollowUp | null;
}
