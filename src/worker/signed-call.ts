import type { OpenAccount } from '../shared/accounts/open-account.ts';
import type { ActionDefinition } from '../shared/actions/action.ts';
import type { Answer } from '../shared/answer.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import { endpointFor } from '../shared/endpoint.ts';
import { signRequest } from '../shared/tc3/sign-request.ts';
import { rememberedSigningKey } from '../shared/tc3/signing-key.ts';
import type { ApiClient } from './api-client.ts';
import type { SignedCall } from './bench.ts';
import { createServerClock } from './server-clock.ts';
import { tracedCall } from './traced-call.ts';

export interface SignedCallOptions {
  readonly definition: ActionDefinition;
  readonly account: OpenAccount;
  readonly client: ApiClient;
}

/** Calls one action: each call is signed anew, with the time and the credentials of the moment at which it is sent. */
export function createSignedCall({ definition, account, client }: SignedCallOptions): SignedCall {
  const { keyring } = account;
  const endpoint = endpointFor(account, definition);
  const clock = createServerClock();
  const keyOf = rememberedSigningKey();
  const signers = new WeakMap<Answer, Credentials>();
  return {
    prepare: () => client.prepare(endpoint.url),
    send: async ({ body, traceId, isTimely }) => {
      const { service, name: action, version } = definition;
      const timestampSeconds = clock.nowSeconds();
      const { host } = endpoint;
      const credentials = keyring.current();
      const request = { service, action, version, host, body, timestampSeconds, credentials, traceId };
      const headers = signRequest(request, keyOf);
      const send = () => client.send({ url: endpoint.url, headers, body, isTimely });
      const answer = await tracedCall(send, { action, host, attempt: traceId });
      signers.set(answer, credentials);
      return answer;
    },
    correctClock: clock.correct,
    replaceCredentials: async (answer) => {
      const refused = signers.get(answer);
      return refused !== undefined && keyring.replace(refused);
    },
  };
}
