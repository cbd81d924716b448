import { readFile } from 'node:fs/promises';
import { OperatorError } from '../errors.ts';

/** Reads a file of certificates. Throws an OperatorError `redis-ca-unreadable` when there is none in it. */
export async function readCa(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  // Node takes anything else without a word, and then believes nobody.
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unreadable(path);
  return text;
}

function unreadable(path: string, cause?: unknown): OperatorError {
  return new OperatorError(
    'redis-ca-unreadable',
    `Cannot read TCBATCH_REDIS_CA as a file of certificates in PEM: got ${path}`,
    { cause },
  );
}
