import type { z } from 'zod';
import type { Delivery, ErrorScope, HandOver } from '../outcome.ts';
import type { Params } from '../purchase.ts';

export type Service = 'dnspod' | 'teo' | 'billing';

/**
 * What an API error code tells about the purchase it answered.
 * - `refused`: surely not executed, and sending it again would be refused again
 * - `line-stopped`: surely not executed; nothing of this action can be bought until its owner acts
 * - `unpaid`: not bought, but an order waiting for payment may exist; the line stops
 * - `slow-down`: turned away by the rate limit, before the backend saw it
 * - `clock-wrong`: turned away because our clock differs from the server's
 * - `unknown`: may have been executed; only a read-back can tell
 */
export type ErrorMeaning = 'refused' | 'line-stopped' | 'unpaid' | 'slow-down' | 'clock-wrong' | 'unknown';

export interface ErrorRule {
  readonly meaning: ErrorMeaning;
  /** Who has to act. */
  readonly scope: ErrorScope;
  /** One sentence for the report: what to do. */
  readonly remedy: string;
  /** The rule is for the bare code alone; a longer code that begins with it stays unknown. */
  readonly isExactOnly?: true;
}

/**
 * Error rules by exact code or by a prefix that ends before a dot (`RequestLimitExceeded` covers
 * `RequestLimitExceeded.IPLimitExceeded`); `ruleForCode` reads it.
 */
export type ErrorTable = Readonly<Record<string, ErrorRule>>;

/** A call that only looks, with which a purchase in doubt may be settled. */
export interface ReadBack {
  readonly action: string;
  readonly service: Service;
  readonly version: string;
  /** Default host; the endpoint variables win over it. */
  readonly host: string;
}

/** How an action moves an expiry date. Reading the date before and after tells whether a call was executed. */
export interface Renewal {
  /** The parameter that names what is renewed. */
  readonly resourceParameter: 'PlanId' | 'InstanceId';
  readonly monthsOf: (params: Params) => number;
  /** The look that shows the date. */
  readonly readBack: ReadBack;
}

/**
 * How a purchase whose answer was lost may be settled; an action of the kind `neither` cannot be written without
 * the look-up that settles it.
 * - `token`: the same bytes may be sent again while their token lives
 * - `natural-key`: what is bought has one owner of that key, so a look shows whether it is there
 * - `sets-state`: nothing is bought, and saying it twice says it once
 * - `neither`: each call buys once more
 */
export type SafetyKind =
  | {
      readonly kind: 'token';
      readonly tokenParameter: 'ClientToken';
      readonly readBack: ReadBack;
      readonly renewal?: Renewal;
    }
  | { readonly kind: 'natural-key'; readonly keyParameter: string; readonly readBack: ReadBack }
  | { readonly kind: 'sets-state'; readonly keyParameter: string; readonly readBack: ReadBack }
  | { readonly kind: 'neither'; readonly readBack: ReadBack; readonly renewal?: Renewal };

/** What the answer to a bought purchase says of it. */
export interface Bought {
  readonly orderId: string | null;
  readonly resourceIds: readonly string[];
  readonly delivery: Delivery | null;
  /** What the owner of a site has to enter; stands only where the answer says it. */
  readonly handOver?: HandOver;
}

/** A refusal that an answer without an Error carries all the same. */
export interface InnerRefusal {
  readonly code: string;
  readonly message: string;
}

/** Everything that is known of one API action. Data only: no entry does anything. */
export interface ActionDefinition {
  /** The API's own name, exact case. */
  readonly name: string;
  readonly service: Service;
  readonly version: string;
  readonly host: string;
  /** Calls a second that the API grants this action, over all callers of one account. */
  readonly ratePerSecond: number;
  readonly title: string;
  /**
   * The parameters as the API takes them, keys in the order they are sent. Each leaf carries
   * `.meta({ description, example })`, from which templates and the manifest reference are made;
   * `holds: 'json'` beside them marks a text that is itself JSON. `columnsOf` reads all three.
   * A ClientToken is optional here: one is derived for a row that has none.
   */
  readonly params: z.ZodObject;
  /** The `Response` object of a call that was executed, RequestId included. */
  readonly answer: z.ZodType;
  readonly readBought: (answer: unknown) => Bought;
  /** Only of an action whose answer may refuse what it was asked for without being an Error. */
  readonly readRefusal?: (answer: unknown) => InnerRefusal | null;
  /** Two equal rows buy two things, so a row may carry `Count`. */
  readonly isInterchangeable: (params: Params) => boolean;
  /** The parameters of which a value may stand only once in a manifest: one domain has one plan, one token buys once. */
  readonly uniqueParameters: readonly string[];
  readonly safety: SafetyKind;
  /** Own codes, then the product's, then the common ones, in one table. */
  readonly errors: ErrorTable;
}
