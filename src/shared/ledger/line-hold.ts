import type { Line } from '../line.ts';
import { lineName, shownLine } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import type { Hold } from '../run.ts';
import { lineKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const holdLineScript = loadScript(import.meta.url, './hold-line.lua');

export interface LineHold {
  readonly code: string;
  readonly reason: string;
  /** It is to be read even where the line is held for another reason already. */
  readonly isGraver?: boolean;
}

/** Holds a line: the pacer gives out no slot until it is released. The first reason stays, unless a graver one comes. */
export async function holdLine(
  ledger: Ledger,
  line: Line,
  { code, reason, isGraver = false }: LineHold,
): Promise<'held' | 'already'> {
  const { hold } = lineKeys(ledger.prefix, lineName(line));
  return (await holdLineScript(ledger.redis, [hold], [code, reason, isGraver ? 1 : 0])) as 'held' | 'already';
}

/** Releases a line, whose troubles in a row are counted anew. Returns false when it was not held. */
export async function releaseLine(ledger: Ledger, line: Line): Promise<boolean> {
  await forgetTroubles(ledger, line);
  return (await ledger.redis.del(lineKeys(ledger.prefix, lineName(line)).hold)) === 1;
}

/** Counts what goes wrong in a row on a line from nothing again. */
export async function forgetTroubles(ledger: Ledger, line: Line): Promise<void> {
  const { pacer } = lineKeys(ledger.prefix, lineName(line));
  await ledger.redis.hdel(pacer, 'misses', 'missUntil', 'oddCode', 'oddCount');
}

/** Why a line is held; null when it is not. */
export async function readHold(ledger: Ledger, line: Line): Promise<Hold | null> {
  const stored = await ledger.redis.hgetall(lineKeys(ledger.prefix, lineName(line)).hold);
  if (!stored.code) return null;
  return {
    ...shownLine(line),
    code: stored.code,
    reason: stored.reason ?? '',
    since: new Date(Number(stored.since)).toISOString(),
  };
}
