/** A line is one action as one account calls it: it has its own queue, limit, pacer and hold. */
export interface Line {
  readonly action: string;
  readonly account: string;
}

/** The account of rows that name none. */
export const defaultAccount = 'default';

/** The line's name in queue and key names: the action, and the account where it is not the default one. */
export function lineName({ action, account }: Line): string {
  return account === defaultAccount ? action : `${action}.${account}`;
}

/** A line as documents for users name it: they speak of an account where it is not the default one. */
export interface ShownLine {
  readonly action: string;
  readonly account?: string;
}

/** The line as documents name it: the default account goes without saying. */
export function shownLine({ action, account }: Line): ShownLine {
  return account === defaultAccount ? { action } : { action, account };
}

/** The name of a line that a document speaks of. */
export function shownLineName({ action, account = defaultAccount }: ShownLine): string {
  return lineName({ action, account });
}

/** Reads a line's name back. */
export function parseLineName(name: string): Line {
  const dot = name.indexOf('.');
  return dot < 0
    ? { action: name, account: defaultAccount }
    : { action: name.slice(0, dot), account: name.slice(dot + 1) };
}
