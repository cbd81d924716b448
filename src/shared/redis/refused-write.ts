import { ReplyError } from 'ioredis';
import { OperatorError } from '../errors.ts';

/** A Redis that answers, and takes no writes, is for its operator to mend; null for every other error. */
export function refusedWrite(error: unknown): OperatorError | null {
  if (!(error instanceof Error && error instanceof ReplyError)) return null;
  const code = /^(?:ERR .*)?(OOM|READONLY|MISCONF|NOREPLICAS)\b/.exec(error.message)?.[1];
  const advice = code === undefined ? undefined : refusals[code];
  if (advice === undefined) return null;
  const message = `Cannot write to Redis as it refuses writes: got ${error.message.replace(/ script: .*/, '')}`;
  return new OperatorError('redis-refuses-writes', message, { advice, cause: error });
}

const refusals: Readonly<Record<string, string>> = {
  OOM: 'Its memory is full: raise maxmemory, then do the same again; what was begun is finished, nothing is added twice.',
  READONLY: 'It is a replica: give REDIS_URL the primary, then do the same again.',
  MISCONF: 'It cannot write to its disk: make room or mend the disk, then do the same again.',
  NOREPLICAS: 'It misses the replicas it needs: bring them back, then do the same again.',
};
