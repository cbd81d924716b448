import { readdirSync, readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** One guard of the ledger's scripts taken out: `before` stands in `file`, and `after` takes its place. */
export interface Mutation {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const folder = new URL('../../src/shared/ledger/', import.meta.url);
const shared = 'record.lua';
/** What else stands before a script, between the shared part and itself. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  'open-attempt.lua': ['../redis/server-facts.lua', 'fence.lua'],
  'pass-over.lua': ['../redis/server-facts.lua', 'fence.lua'],
};

/**
 * Gives one connection the scripts of the ledger with a guard taken out. A connection is told each script once, under
 * the name that the ledger calls it by; told before the ledger does, it keeps the mutant. Throws when the text is gone.
 */
export function defineMutant(redis: Redis, { file, before, after }: Mutation): void {
  const original = readFileSync(new URL(file, folder), 'utf8');
  if (original.split(before).length !== 2) {
    throw new Error(`Cannot mutate ${file} as it has to hold the text once: got ${before}`);
  }
  const mutant = original.replace(before, () => after);
  const names = file === shared ? transitions() : [file];
  for (const name of names) {
    const texts = [shared, ...(partsOf[name] ?? []), name].map((part) =>
      part === file ? mutant : readFileSync(new URL(part, folder), 'utf8'),
    );
    redis.defineCommand(`tcbatch:./${name}`, { lua: texts.join('\n') });
  }
}

/** The scripts that `record.lua` is put before: those that use what it declares. */
function transitions(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.lua') && name !== shared)
    .filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('load_record('));
}
