import type { ActionDefinition } from '../shared/actions/action.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import type { Endpoint } from '../shared/endpoint.ts';
import { signRequest } from '../shared/tc3/sign-request.ts';
import type { ApiClient } from './api-client.ts';
import type { SignedCall } from './bench.ts';
import { clockOffsetMs } from './clock-offset.ts';

/** Calls that were on their way together are refused together, though the clock is right by the second answer. */
const stragglersMs = 5_000;
/** A Date header is cut to the second, and took its time to get here. */
const headerPrecisionMs = 2_000;

export interface SignedCallOptions {
  readonly definition: ActionDefinition;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly client: ApiClient;
}

/** Calls one action: each call is signed anew, with the time at which it is sent. */
export function createSignedCall({
  definition,
  endpoint,
  credentials,
  client,
}: SignedCallOptions): SignedCall {
  let offsetMs = 0;
  let correctedAtMs = Number.NEGATIVE_INFINITY;
  return {
    prepare: () => client.prepare(endpoint.url),
    send: ({ body, traceId, isTimely }) => {
      const headers = signRequest({
        service: definition.service,
        action: definition.name,
        version: definition.version,
        host: endpoint.host,
        body,
        timestampSeconds: Math.floor((Date.now() + offsetMs) / 1000),
        credentials,
        traceId,
      });
      return client.send({ url: endpoint.url, headers, body, isTimely });
    },
    correctClock: (dateHeader) => {
      const nowMs = Date.now();
      const foundMs = clockOffsetMs(dateHeader, nowMs);
      if (foundMs === null) return false;
      if (Math.abs(foundMs - offsetMs) < headerPrecisionMs) return nowMs - correctedAtMs < stragglersMs;
      offsetMs = foundMs;
      correctedAtMs = nowMs;
      return true;
    },
  };
}
