import { OperatorError } from '../errors.ts';
import { registryKeys, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/**
 * The form in which everything under one prefix is stored. 1: records as JSON objects; 2: as arrays. Raised when an
 * older version would misread what this one writes.
 */
const keyspaceFormat = 2;

/** Of older versions nothing says which they were; their runs are the oldest, and a few of those may be empty. */
const runsSampled = 20;

/** Throws an OperatorError where the ledger is stored in a form that this version does not read. Writes nothing. */
export async function requireFormat(ledger: Ledger): Promise<void> {
  const found = await readFormat(ledger);
  if (found === keyspaceFormat) return;
  const got = `Cannot use the ledger under prefix ${ledger.prefix} as it must have format ${keyspaceFormat}: got ${found}`;
  if (found > keyspaceFormat) {
    throw new OperatorError('ledger-newer', got, {
      advice: 'A newer version of tcbatch wrote it: use that one, or another TCBATCH_PREFIX.',
    });
  }
  throw new OperatorError('ledger-older', got, {
    advice:
      'An older version of tcbatch wrote it: end its workers, take a back-up, and run `tcbatch migrate`.',
  });
}

/** The format that a ledger has; one that holds nothing has this version's. */
export async function readFormat(ledger: Ledger): Promise<number> {
  const { format, runs } = registryKeys(ledger.prefix);
  const stored = await ledger.redis.get(format);
  if (stored !== null) return Number(stored);
  for (const run of await ledger.redis.zrange(runs, '0', String(runsSampled - 1))) {
    const [, first] = await ledger.redis.hscan(runKeys(ledger.prefix, run).bucket(1), '0', 'COUNT', '1');
    const record = first[1];
    if (record !== undefined) return isOfFormat1(record) ? 1 : keyspaceFormat;
  }
  return keyspaceFormat;
}

/** Notes that a ledger which is being written for the first time has this version's format. */
export async function noteOwnFormat(ledger: Ledger): Promise<void> {
  await ledger.redis.set(registryKeys(ledger.prefix).format, String(keyspaceFormat), 'NX');
}

/** Notes what format a ledger has; `null`: this version's. */
export async function changeFormat(ledger: Ledger, format: number | null): Promise<void> {
  await ledger.redis.set(registryKeys(ledger.prefix).format, String(format ?? keyspaceFormat));
}

/** Whether a stored record is one of format 1, which begins as a JSON object. */
export function isOfFormat1(stored: string): boolean {
  return stored.startsWith('{');
}
