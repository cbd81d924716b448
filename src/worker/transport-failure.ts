import { errors } from 'undici';
import type { LostCode } from '../shared/answer.ts';

/** What undici throws when bytes came back that are no answer: malformed, cut off inside a chunk, or too many. */
const badResponses = [
  errors.HTTPParserError,
  errors.HeadersOverflowError,
  errors.ResponseExceededMaxSizeError,
] as const;

/** Our code for a call that failed after it may have been sent. */
export function lostCodeOf(error: Error): LostCode {
  const isBadResponse = badResponses.some((kind) => error instanceof kind);
  return isBadResponse ? 'Transport.BadResponse' : 'Transport.ConnectionLost';
}
