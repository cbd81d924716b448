import { z } from 'zod';
import type { HandOver } from '../outcome.ts';
import type { Position } from '../purchase.ts';
import { fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** A HandOver as it is stored. */
export const handOverSchema = z.object({
  nameServers: z.array(z.string()).readonly(),
  verification: z
    .object({
      dns: z.object({ subdomain: z.string(), recordType: z.string(), recordValue: z.string() }).nullable(),
      file: z.object({ path: z.string(), content: z.string() }).nullable(),
    })
    .nullable(),
});

/** Keeps what the owner of a site has to enter, beside the purchase that put it on its plan. */
export async function noteHandOver(
  ledger: Ledger,
  { run, ...position }: Position & { readonly run: string },
  handOver: HandOver,
): Promise<void> {
  const { handOvers } = runKeys(ledger.prefix, run);
  const { row, index } = position;
  await ledger.redis.hset(handOvers, fieldOf({ row, index }), JSON.stringify(handOver));
}

/** Reads what is kept for some purchases; null where there is nothing. */
export async function readHandOvers(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<(HandOver | null)[]> {
  if (positions.length === 0) return [];
  const { handOvers } = runKeys(ledger.prefix, run);
  const texts = await ledger.redis.hmget(handOvers, ...positions.map(fieldOf));
  return texts.map((text) => (text === null ? null : handOverSchema.parse(JSON.parse(text))));
}
