import type { RunStatus } from '../api-types.ts';

const wholeNumbers = new Intl.NumberFormat('en-US');
const rates = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** In the reader's own zone and habit. */
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A line as people and addresses name it: `CreatePlan`, or `CreatePlan.acme` for another account than the default one. */
export const lineName = ({
  action,
  account = 'default',
}: {
  action: string;
  account?: string | undefined;
}): string => (account === 'default' ? action : `${action}.${account}`);

/** `20,000`. */
export const inDigits = (count: number): string => wholeNumbers.format(count);

/** `1 purchase`, `20,000 purchases`. */
export const inPurchases = (count: number): string =>
  `${inDigits(count)} ${count === 1 ? 'purchase' : 'purchases'}`;

/** The same of what follows purchases. */
export const inFollowUps = (count: number): string =>
  `${inDigits(count)} ${count === 1 ? 'follow-up' : 'follow-ups'}`;

/** Calls a second: `19.0`. */
export const inRate = (callsPerSecond: number): string => rates.format(callsPerSecond);

/** A point in time as the reader's own clock shows it. */
export const inLocalTime = (iso: string): string => times.format(new Date(iso));

/** A span of time: `45 s`, `12 min`, `1 h 5 min`. */
export function inTime(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** States as people read them, in the order in which they are shown. */
export const stateNames = {
  succeeded: 'succeeded',
  skipped: 'skipped',
  sending: 'sending',
  'in-doubt': 'in doubt',
  failed: 'failed',
  cancelled: 'cancelled',
  queued: 'queued',
} as const;

export type State = keyof typeof stateNames;
export const states = Object.keys(stateNames) as State[];

/** Who has to act on errors of a scope. */
export const whoActs = {
  row: 'the author of the rows',
  account: 'the owner of the account',
  product: 'whoever looks after the product',
} as const;

/** Purchases of a run that have their outcome. */
export function settledOf({ counts }: Pick<RunStatus, 'counts'>): number {
  return counts.succeeded + counts.failed + counts.cancelled + counts.skipped;
}

/** Long, and different for every purchase without telling anything. Its history has them. */
const untold = new Set(['ClientToken', 'Parameter']);
/** Shorter values than this tell nothing without their name: `on`, `12`, `m`. */
const tellingLength = 5;

/** What a purchase buys, in a few words: its values in the order in which they were given. */
export function inValues(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .filter(([name]) => !untold.has(name))
    .map(([name, value]) => {
      if (typeof value === 'object' && value !== null) return inValues({ ...value });
      const text = String(value);
      return text.length < tellingLength ? `${name} ${text}` : text;
    })
    .join(' ');
}
