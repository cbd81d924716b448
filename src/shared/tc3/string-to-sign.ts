import { sha256Hex } from './canonical-request.ts';
import { credentialScope, utcDate } from './credential-scope.ts';

export const algorithm = 'TC3-HMAC-SHA256';

/** Step 2: what the key signs. `timestampSeconds` is the value of X-TC-Timestamp. */
export function stringToSign(
  canonicalRequest: string,
  { timestampSeconds, service }: { readonly timestampSeconds: number; readonly service: string },
): string {
  return [
    algorithm,
    timestampSeconds,
    credentialScope(utcDate(timestampSeconds), service),
    sha256Hex(canonicalRequest),
  ].join('\n');
}
