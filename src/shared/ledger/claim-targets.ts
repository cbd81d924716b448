import { randomUUID } from 'node:crypto';
import { type Line, lineName } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import { lineKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const claimTargetsScript = loadScript(import.meta.url, './claim-targets.lua');

/** Longer than what was seen of a target is believed and a call takes; a purchase that is given up keeps nobody longer. */
const claimedForMs = 180_000;

/** A purchase that is about to buy for a target. */
export interface TargetWish {
  readonly target: string;
  readonly purchase: string;
  /** The claim of another purchase that may be taken over, as it was read. */
  readonly insteadOf?: string;
}

/** Who may buy for a target now. */
export interface TargetClaim {
  readonly purchase: string;
  /** The claim as it is stored, by which it may be taken over. */
  readonly stored: string;
}

/** Claims targets of one line for as long as their purchases may take, or tells whose they are. Some hundred at most. */
export async function claimTargets(
  ledger: Ledger,
  line: Line,
  wishes: readonly TargetWish[],
): Promise<readonly TargetClaim[]> {
  const { buying } = lineKeys(ledger.prefix, lineName(line));
  const keys = wishes.map(({ target }) => buying(target));
  const args = wishes.flatMap(({ purchase, insteadOf = '' }) => [
    purchase,
    `${purchase}/${randomUUID()}`,
    insteadOf,
  ]);
  const claims = (await claimTargetsScript(ledger.redis, keys, [claimedForMs, ...args])) as string[];
  return claims.map((stored) => ({ purchase: stored.slice(0, stored.lastIndexOf('/')), stored }));
}
