import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createConnector } from '../../../src/shared/outgoing/connector.ts';
import { noProxies } from '../../../src/shared/outgoing/proxy-rules.ts';
import { sendRequest } from '../../../src/worker/send-request.ts';
import { makeCertificates } from '../../support/certificates.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Short, yet long enough for a busy machine to have sent the call. */
const timeoutMs = 1_000;

describe('resetGivenUp', () => {
  it('resets the connection of a call that is given up, so that nothing of it can arrive later', async () => {
    const server = createServer();
    expect(await endingOf(server, 'http')).toBe('ECONNRESET');
  });

  it('resets what is below an encrypted connection', async () => {
    const { certificateFile, keyFile, remove } = await makeCertificates();
    closers.push(remove);
    const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
    expect(await endingOf(createTlsServer({ cert, key }), 'https')).toBe('ECONNRESET');
  });
});

/** Calls a server that never answers. Tells how the server sees the connection end: by a reset, or in good order. */
async function endingOf(server: Server, scheme: string): Promise<string> {
  const ending = new Promise<string>((resolve) => {
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
      socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'no code'));
      socket.once('end', () => resolve('end')).resume();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connect = createConnector(buildConnector({ allowH2: false, rejectUnauthorized: false }), {
    proxies: noProxies,
    timeoutMs,
  });
  const agent = new Agent({ pipelining: 1, connect });
  closers.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => agent.destroy(),
  );
  const host = `127.0.0.1:${port}`;
  const answer = await sendRequest(
    agent,
    { url: `${scheme}://${host}`, headers: { host }, body: '{}' },
    timeoutMs,
  );
  expect(answer).toMatchObject({ kind: 'lost', code: 'Transport.Timeout' });
  return ending;
}
