import type { LostCode } from '../shared/answer.ts';

/** What undici throws when bytes came back that are no answer: malformed, or too many. */
const badResponseCodes = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

/** The parser's code for a chunked answer that the connection's end cuts short: lost, not malformed. */
const cutShort = 'HPE_INVALID_EOF_STATE';

/** Our code for a call that failed after it may have been sent. */
export function lostCodeOf(error: Error): LostCode {
  const code = codeOf(error);
  const isMalformed = code.startsWith('HPE_') && code !== cutShort;
  return isMalformed || badResponseCodes.has(code) ? 'Transport.BadResponse' : 'Transport.ConnectionLost';
}

/** One line on what failed. Node leaves the message empty when it tried several addresses; each then has its own. */
export function describeFailure(error: Error): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map((one) => (one instanceof Error ? describeFailure(one) : String(one))).join('; ');
  }
  return error.message || codeOf(error) || error.name;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
