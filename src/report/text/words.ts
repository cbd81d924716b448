import type { ErrorScope } from '../../shared/outcome.ts';

/** A number as people read it: 20,000. */
export function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 order id`, `2 order ids`: a count of what takes an s where there are several. */
export function counted(count: number, one: string): string {
  return `${inDigits(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `A`, `A and B`, `A, B and C`. */
export function inSeries(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 purchase`, `20,000 purchases`. */
export function inPurchases(count: number): string {
  return counted(count, 'purchase');
}

/** The same of what follows purchases. */
export function inFollowUps(count: number): string {
  return counted(count, 'follow-up');
}

/** `1 row`, `2 rows`. */
export function inRows(count: number): string {
  return counted(count, 'row');
}

/** A time span as people say it: `45 s`, `12 min`, `1 h 5 min`. */
export function inTime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Who has to act on errors of a scope. */
export function whoActs(scope: ErrorScope | null): string {
  return scope === null ? 'nobody in particular' : actors[scope];
}

const actors: Readonly<Record<ErrorScope, string>> = {
  row: 'the author of these rows',
  account: 'the owner of the account',
  product: 'whoever looks after the products or tcbatch',
};
