import { canonicalRequest, type SignedRequest, signedHeaderList } from './canonical-request.ts';
import { credentialScope, utcDate } from './credential-scope.ts';
import { hmacSha256, type KeyOf, signingKey } from './signing-key.ts';
import { algorithm, stringToSign } from './string-to-sign.ts';

/** A request together with who signs it, for which service, and when. */
export interface RequestToAuthorize extends SignedRequest {
  /** First label of the API's host: `dnspod`, `teo`, `billing`. */
  readonly service: string;
  /** The value of X-TC-Timestamp. */
  readonly timestampSeconds: number;
  readonly credentials: { readonly secretId: string; readonly secretKey: string };
}

/** Step 4: the value of the Authorization header. A receiver recomputes it from what it received and compares. */
export function authorizationFor(request: RequestToAuthorize, keyOf: KeyOf = signingKey): string {
  const { service, timestampSeconds, credentials } = request;
  const date = utcDate(timestampSeconds);
  const key = keyOf(credentials.secretKey, { date, service });
  const signature = hmacSha256(key, stringToSign(canonicalRequest(request), { timestampSeconds, service }));
  return (
    `${algorithm} Credential=${credentials.secretId}/${credentialScope(date, service)}, ` +
    `SignedHeaders=${signedHeaderList(request.signedHeaders)}, Signature=${signature.toString('hex')}`
  );
}
