import { hash } from 'node:crypto';
import { type Line, lineName } from '../line.ts';
import { loadScript } from '../redis/script.ts';
import { registryKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const findBoughtScript = loadScript(import.meta.url, './find-bought.lua');
const noteBoughtScript = loadScript(import.meta.url, './note-bought.lua');

/** Something that an account may buy for one target only, such as a domain's plan. */
export interface Target extends Line {
  readonly target: string;
}

/** A target, and the run it was bought in. */
export interface BoughtTarget extends Target {
  readonly run: string;
}

/**
 * Remembers, over all runs, in which run targets were last bought. It informs a person who plans, and says for which of
 * them a look is due before another purchase; whether a call may be sent is decided by the purchase's own record alone.
 */
export async function noteBought(ledger: Ledger, all: readonly BoughtTarget[]): Promise<void> {
  const { bought: base } = registryKeys(ledger.prefix);
  const buckets: string[] = [];
  const values: string[] = [];
  for (const bought of all) {
    const { bucket, field } = placeOf(base, bought);
    buckets.push(bucket);
    values.push(field, bought.run);
  }
  await noteBoughtScript(ledger.redis, buckets, values);
}

/** Whether anything was ever bought for a target; asked before a million of them are looked up one by one. */
export async function isAnyTargetBought(ledger: Ledger): Promise<boolean> {
  const { bought } = registryKeys(ledger.prefix);
  return (await ledger.redis.exists(bucketNames.map((name) => `${bought}:${name}`))) > 0;
}

/** In which run each of the targets was last bought; null where none was. Some thousand at once at most. */
export async function findBought(
  ledger: Ledger,
  targets: readonly Target[],
): Promise<readonly (string | null)[]> {
  const { bought: base } = registryKeys(ledger.prefix);
  const places = targets.map((target) => placeOf(base, target));
  const buckets = places.map(({ bucket }) => bucket);
  const fields = places.map(({ field }) => field);
  const found = (await findBoughtScript(ledger.redis, buckets, fields)) as (number | string)[];
  const runs: (string | null)[] = targets.map(() => null);
  for (let i = 0; i < found.length; i += 2) runs[Number(found[i]) - 1] = String(found[i + 1]);
  return runs;
}

/** Many small hashes with short fields, which Redis stores in a third of what one large hash takes. */
function placeOf(base: string, target: Target) {
  const digest = hash('sha256', `${lineName(target)}/${target.target}`, 'base64url');
  return {
    bucket: `${base}:${digest.slice(0, bucketNameLength)}`,
    field: digest.slice(bucketNameLength, bucketNameLength + 10),
  };
}

const bucketNameLength = 2;
const digits = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const bucketNames = digits.flatMap((first) => digits.map((second) => first + second));
