import { ReplyError } from 'ioredis';
import { OperatorError } from '../errors.ts';

/** A Redis that answers, and takes no writes, is for its operator to mend; null for every other error. */
export function refusedWrite(error: unknown): OperatorError | null {
  if (!(error instanceof Error && error instanceof ReplyError)) return null;
  const refusal = refusals.find(({ says }) => says.test(error.message));
  if (!refusal) return null;
  const message = `Cannot write to Redis as it refuses writes: got ${error.message.replace(/ script: .*/, '')}`;
  return new OperatorError('redis-refuses-writes', message, { advice: refusal.advice, cause: error });
}

interface Refusal {
  readonly says: RegExp;
  readonly advice: string;
}

/** Each code stands first, or after ERR where a script met it; what one may not do is told to scripts without a code. */
const refusals: readonly Refusal[] = [
  {
    says: /^(?:ERR .*)?OOM\b/,
    advice:
      'Its memory is full: raise maxmemory, then do the same again; what was begun is finished, nothing is added twice.',
  },
  {
    says: /^(?:ERR .*)?READONLY\b/,
    advice: 'It is a replica: give REDIS_URL the primary, then do the same again.',
  },
  {
    says: /^(?:ERR .*)?MISCONF\b/,
    advice: 'It cannot write to its disk: make room or mend the disk, then do the same again.',
  },
  {
    says: /^(?:ERR .*)?NOREPLICAS\b/,
    advice: 'It misses the replicas it needs: bring them back, then do the same again.',
  },
  {
    says: /^NOPERM\b|^ERR (?:ACL failure in script|The user executing the script)/,
    advice: 'Its user may not write: give REDIS_URL one that may read and write, then do the same again.',
  },
];
