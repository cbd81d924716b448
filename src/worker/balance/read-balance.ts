import { z } from 'zod';
import { describeAccountBalance } from '../../shared/actions/read-backs.ts';
import type { Look, Seen, Unseen } from '../../shared/seen.ts';

/** What an account can spend. */
export interface Balance {
  readonly kind: 'seen';
  /** The account's number. */
  readonly uin: string;
  /** In hundredths of the account's currency, which the API does not name; below zero where it owes. */
  readonly cents: number;
}

const answer = z.object({
  Uin: z.union([z.number(), z.string()]).nullish(),
  /** What can be spent, what is frozen and owed taken off. */
  RealBalance: z.number().nullish(),
  Balance: z.number().nullish(),
});

/** The number of the account that a key is of; null where the key may not read it, or nobody answers. */
export async function readUin(look: Look): Promise<string | null> {
  const seen = await look(describeAccountBalance, {});
  return seen.kind === 'seen' ? uinIn(seen) : null;
}

/** The account's number in an answer that shows the balance. */
export function uinIn({ fields }: Extract<Seen, { readonly kind: 'seen' }>): string | null {
  const parsed = answer.safeParse(fields);
  return parsed.success && parsed.data.Uin ? String(parsed.data.Uin) : null;
}

/** Looks at the balance; or why it cannot be read. */
export async function readBalance(look: Look): Promise<Balance | Unseen> {
  const seen = await look(describeAccountBalance, {});
  if (seen.kind !== 'seen') return seen;
  const parsed = answer.safeParse(seen.fields);
  const cents = parsed.success ? (parsed.data.RealBalance ?? parsed.data.Balance ?? null) : null;
  if (!parsed.success || cents === null) return { kind: 'unseen' };
  return { kind: 'seen', uin: uinIn(seen) ?? 'unknown', cents };
}
