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
  const signed = {
    Host: request.host,
    'Content-Type': request.contentType ?? 'application/json; charset=utf-8',
  };
  return {
    ...signed,
    'X-TC-Action': request.action,
    'X-TC-Version': request.version,
    'X-TC-Timestamp': String(request.timestampSeconds),
    ...optionalHeaders(request),
    Authorization: authorizationFor(
      {
        method: 'POST',
        query: '',
        headers: signed,
        signedHeaders: ['content-type', 'host'],
        body: request.body,
        service: request.service,
        timestampSeconds: request.timestampSeconds,
        credentials: request.credentials,
      },
      keyOf,
    ),
  };
}

/** None of these enters the signature. */
function optionalHeaders({ region, traceId, credentials }: RequestToSign): Record<string, string> {
  return {
    ...(region === undefined ? {} : { 'X-TC-Region': region }),
    ...(credentials.token ? { 'X-TC-Token': credentials.token } : {}),
    ...(traceId === undefined ? {} : { 'X-TC-TraceId': traceId }),
  };
}
