import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ServiceCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is given out for a call. */
export type Give = (call: ServiceCall, count: number) => Readonly<Record<string, string>>;

/** A stand-in for the metadata of a virtual machine and for STS. */
export interface CredentialServices {
  readonly url: string;
  readonly calls: readonly ServiceCall[];
  /** How long what it gives out from now on lives. */
  lifeMs: number;
  /** What STS refuses with from now on. */
  refusal: string | null;
  readonly close: () => Promise<void>;
}

/** Numbers the keys from 1. */
const numbered: Give = (_call, count) => ({
  TmpSecretId: `tmp-id-${count}`,
  TmpSecretKey: `tmp-key-${count}`,
  Token: `tmp-token-${count}`,
});

export async function startCredentialServices(give = numbered): Promise<CredentialServices> {
  const calls: ServiceCall[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    const call = { path, headers: request.headers, body: text === '' ? {} : JSON.parse(text) };
    const given = give(call, calls.push(call));
    const ExpiredTime = Math.floor((Date.now() + services.lifeMs) / 1000);
    const isMetadata = path.startsWith('/latest/');
    const ofSts = services.refusal
      ? { Response: { Error: { Code: services.refusal, Message: 'Refused.' }, RequestId: 'request' } }
      : { Response: { Credentials: given, ExpiredTime, RequestId: 'request' } };
    response.end(JSON.stringify(isMetadata ? { Code: 'Success', ExpiredTime, ...given } : ofSts));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const services: CredentialServices = {
    url: `http://127.0.0.1:${port}`,
    calls,
    lifeMs: 7_200_000,
    refusal: null,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return services;
}
