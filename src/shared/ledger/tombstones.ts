import { z } from 'zod';
import { registryKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const storedTombstone = z.object({
  /** ISO 8601 UTC. */
  forgottenAt: z.string(),
  who: z.string(),
  name: z.string().nullable(),
  manifest: z.string(),
  total: z.number(),
  submittedAt: z.string(),
});

/** What is left of a run that was forgotten: enough that its manifest is not taken for a new one. */
export type Tombstone = z.infer<typeof storedTombstone>;

/** Marks a run as forgotten. It counts from the moment that the run itself is gone. */
export async function writeTombstone(ledger: Ledger, run: string, tombstone: Tombstone): Promise<void> {
  await ledger.redis.hset(registryKeys(ledger.prefix).forgotten, run, JSON.stringify(tombstone));
}

/** Null for a run that was not forgotten. */
export async function readTombstone(ledger: Ledger, run: string): Promise<Tombstone | null> {
  const stored = await ledger.redis.hget(registryKeys(ledger.prefix).forgotten, run);
  return stored === null ? null : storedTombstone.parse(JSON.parse(stored));
}

/** Takes the mark away, as the run is there. */
export async function removeTombstone(ledger: Ledger, run: string): Promise<void> {
  await ledger.redis.hdel(registryKeys(ledger.prefix).forgotten, run);
}
