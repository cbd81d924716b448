import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '../reply.ts';
import { refuse } from '../reply.ts';
import type { SimulatorCredentials } from '../simulator-options.ts';

export interface SignedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Who signed a request, and for which service. */
export interface Signer {
  readonly kind: 'signer';
  readonly service: string;
}

/** The service refuses a timestamp that is further than this from its own clock. */
const maxClockDifferenceMs = 300_000;

/** Recomputes a request's TC3 signature from scratch, sharing nothing with the code that made it. */
export function verifySignature(
  request: SignedRequest,
  credentials: SimulatorCredentials,
  nowMs: number,
): Signer | Refusal {
  const claim = parseAuthorization(request.headers.authorization ?? '');
  if (!claim) return malformed('The Authorization header does not have the form of TC3-HMAC-SHA256.');
  const timestamp = headerOf(request, 'x-tc-timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) return malformed('X-TC-Timestamp is not a number of seconds.');
  const timestampMs = Number(timestamp) * 1000;
  if (claim.date !== new Date(timestampMs).toISOString().slice(0, 10))
    return malformed("The credential's date is not the UTC date of X-TC-Timestamp.");
  if (!isProperSelection(claim.signedHeaders))
    return malformed('The signed headers are sorted, in lower case, with content-type and host among them.');
  if (claim.secretId !== credentials.secretId)
    return refuse('AuthFailure.SecretIdNotFound', 'There is no such SecretId.');
  if (Math.abs(timestampMs - nowMs) > maxClockDifferenceMs)
    return refuse('AuthFailure.SignatureExpire', 'X-TC-Timestamp is more than 5 minutes from our time.');
  if (!acceptableHeaderTexts(request, claim).some((text) => fits(request, claim, text, credentials)))
    return refuse('AuthFailure.SignatureFailure', 'The signature does not fit the request.');
  const { sessionToken } = credentials;
  if (sessionToken !== undefined && headerOf(request, 'x-tc-token') !== sessionToken)
    return refuse('AuthFailure.TokenFailure', 'X-TC-Token is wrong or missing.');
  return { kind: 'signer', service: claim.service };
}

interface Claim {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(authorization: string): Claim | null {
  const match =
    /^TC3-HMAC-SHA256 Credential=(?<secretId>[^/\s]+)\/(?<date>\d{4}-\d{2}-\d{2})\/(?<service>[a-z]+)\/tc3_request, ?SignedHeaders=(?<signedHeaders>[^,\s]+), ?Signature=(?<signature>[0-9a-f]{64})$/.exec(
      authorization,
    );
  if (!match?.groups) return null;
  const { secretId = '', date = '', service = '', signedHeaders = '', signature = '' } = match.groups;
  return { secretId, date, service, signedHeaders: signedHeaders.split(';'), signature };
}

function isProperSelection(names: readonly string[]): boolean {
  const proper = [...new Set(names.map((name) => name.toLowerCase()))].sort();
  return names.includes('content-type') && names.includes('host') && names.join(';') === proper.join(';');
}

/**
 * The spellings of the signed headers that are accepted. Some of the vendor's own libraries leave the port out of the host that they
 * sign, and his page lower-cases values that his libraries sign as they are.
 */
function acceptableHeaderTexts(request: SignedRequest, { signedHeaders }: Claim): string[] {
  const host = headerOf(request, 'host');
  const spellings = [host, host.replace(/:\d+$/, '')].map((spelling) =>
    signedHeaders
      .map((name) => `${name}:${name === 'host' ? spelling : signedValue(request, name)}\n`)
      .join(''),
  );
  return spellings.flatMap((text) => [text, text.toLowerCase()]);
}

function signedValue(request: SignedRequest, name: string): string {
  const value = headerOf(request, name).trim();
  return name === 'x-tc-action' ? value.toLowerCase() : value;
}

function fits(
  request: SignedRequest,
  claim: Claim,
  headerText: string,
  { secretKey }: SimulatorCredentials,
): boolean {
  const names = claim.signedHeaders.join(';');
  const canonical = `${request.method}\n/\n\n${headerText}\n${names}\n${sha256(request.body)}`;
  const scope = `${claim.date}/${claim.service}/tc3_request`;
  const toSign = `TC3-HMAC-SHA256\n${headerOf(request, 'x-tc-timestamp')}\n${scope}\n${sha256(canonical)}`;
  const key = [claim.date, claim.service, 'tc3_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`TC3${secretKey}`),
  );
  return hmac(key, toSign).toString('hex') === claim.signature;
}

function headerOf({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

function malformed(message: string): Refusal {
  return refuse('AuthFailure.InvalidAuthorization', message);
}
