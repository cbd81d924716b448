import { hash } from 'node:crypto';

/** What of a request enters its signature. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** URL-encoded, without the `?`; empty for a POST. */
  readonly query: string;
  /** Names in any case; those that are not signed are passed over. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the signed headers; `content-type` and `host` must be among them. */
  readonly signedHeaders: readonly string[];
  /** The exact bytes that are sent; a string stands for its UTF-8. */
  readonly body: string | Uint8Array;
}

/** Step 1 of TC3-HMAC-SHA256: the request in the one form that both sides hash. Throws when a signed header is missing. */
export function canonicalRequest(request: SignedRequest): string {
  const values = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const names = sortedNames(request.signedHeaders);
  const headerLines = names.map((name) => `${name}:${canonicalValue(name, values.get(name))}\n`);
  return [
    request.method,
    // Every action lives at the root; the path takes no part.
    '/',
    request.query,
    // The block ends with a line feed of its own, so that an empty line follows it.
    headerLines.join(''),
    names.join(';'),
    sha256Hex(request.body),
  ].join('\n');
}

/** The `SignedHeaders` list as it stands in the canonical request and in the Authorization header. */
export function signedHeaderList(signedHeaders: readonly string[]): string {
  return sortedNames(signedHeaders).join(';');
}

/** Lower-case hex of the SHA-256; a string is hashed as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

function sortedNames(signedHeaders: readonly string[]): string[] {
  return signedHeaders.map((name) => name.toLowerCase()).sort();
}

function canonicalValue(name: string, value: string | undefined): string {
  if (value === undefined) throw new Error(`Cannot sign header ${name} as the request has none of that name`);
  return value.trim().toLowerCase();
}
