import { authorizationFor } from './authorization.ts';
import { type KeyOf, signingKey } from './signing-key.ts';

/** One API call, ready but for its signature. */
export interface RequestToSign {
  /** First label of the API's own host, also when another endpoint stands in for it. */
  readonly service: string;
  readonly action: string;
  readonly version: string;
  /** The Host header exactly as it will be sent, its port included where the URL has one. */
  readonly host: string;
  readonly body: string;
  /** Taken when the call is sent: the server refuses what is more than 5 minutes off its own clock. */
  readonly timestampSeconds: number;
  readonly credentials: {
    readonly secretId: string;
    readonly secretKey: string;
    readonly token?: string | null | undefined;
  };
  readonly region?: string | undefined;
  readonly traceId?: string | undefined;
  readonly contentType?: string | undefined;
}

/** All headers to send with a POST of `body`. No byte of Host and Content-Type may differ on the wire. */
export function signRequest(request: RequestToSign, keyOf: KeyOf = signingKey): Record<string, string> {
  const { service, host, body, timestampSeconds, credentials } = request;
  const contentType = request.contentType ?? 'application/json; charset=utf-8';
  const authorization = authorizationFor(
    {
      method: 'POST',
      query: '',
      headers: { Host: host, 'Content-Type': contentType },
      signedHeaders: ['content-type', 'host'],
      body,
      service,
      timestampSeconds,
      credentials,
    },
    keyOf,
  );
  const headers: Record<string, string> = {
    Host: host,
    'Content-Type': contentType,
    'X-TC-Action': request.action,
    'X-TC-Version': request.version,
    'X-TC-Timestamp': String(timestampSeconds),
    Authorization: authorization,
  };
  // None of these enters the signature.
  if (request.region !== undefined) headers['X-TC-Region'] = request.region;
  if (credentials.token) headers['X-TC-Token'] = credentials.token;
  if (request.traceId !== undefined) headers['X-TC-TraceId'] = request.traceId;
  return headers;
}
