import { readFile } from 'node:fs/promises';
import { Agent, buildConnector } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConnector } from '../../../src/shared/outgoing/connector.ts';
import { readProxyRules } from '../../../src/shared/outgoing/proxy-rules.ts';
import { sendRequest } from '../../../src/worker/send-request.ts';
import { type Certificates, makeCertificates } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { startTlsFront, type TlsFront } from '../../support/tls-front.ts';
import { okAnswer, type RawServer, startRawServer } from '../../worker/raw-server.ts';

const closers: (() => Promise<unknown>)[] = [];
const secret = 'never-to-be-shown';
let certificates: Certificates;
let api: RawServer;
let front: TlsFront;

beforeAll(async () => {
  certificates = await makeCertificates();
  api = await startRawServer((socket) => socket.write(okAnswer('{}')));
  front = await startTlsFront(Number(new URL(api.url).port), certificates);
});
afterAll(async () => {
  await front.close();
  await api.close();
  await certificates.remove();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function proxyFor(options: Parameters<typeof startConnectProxy>[0] = {}) {
  const proxy = await startConnectProxy(options);
  closers.push(proxy.close);
  return proxy;
}

/** Sends one call as a worker does. `trusts` is the authority by which servers are believed. */
async function send(
  environment: Readonly<Record<string, string>>,
  { trusts = true, url = front.url, timeoutMs = 10_000 } = {},
) {
  const ca = trusts ? await readFile(certificates.caFile) : undefined;
  const connect = createConnector(buildConnector({ timeout: timeoutMs, ...(ca && { ca }) }), {
    proxies: readProxyRules(environment),
    timeoutMs,
  });
  const agent = new Agent({ connect, pipelining: 1 });
  closers.push(() => agent.destroy());
  const headers = { Host: new URL(url).host, 'X-Secret': secret };
  return sendRequest(agent, { url, headers, body: '{"a":"call"}' }, timeoutMs);
}

const answered = { kind: 'answered', status: 200 };

describe('a connection through a proxy', () => {
  it('carries a call that the proxy cannot read, in a tunnel to the place', async () => {
    const proxy = await proxyFor();
    const before = api.requests.length;
    expect(await send({ HTTPS_PROXY: proxy.url })).toMatchObject(answered);
    expect(proxy.targets).toEqual([front.host]);
    expect(api.requests).toHaveLength(before + 1);
    expect(proxy.seen()).not.toBe('');
    for (const text of [secret, 'POST', 'a call']) expect(proxy.seen()).not.toContain(text);
  });

  it('is opened through a proxy that speaks TLS itself, too', async () => {
    const [cert, key] = await Promise.all([
      readFile(certificates.certificateFile),
      readFile(certificates.keyFile),
    ]);
    const proxy = await proxyFor({ tls: { cert, key }, login: 'ann:open sesame/@' });
    const url = proxy.url.replace('://', `://ann:${encodeURIComponent('open sesame/@')}@`);
    expect(await send({ HTTPS_PROXY: url })).toMatchObject(answered);
    expect(proxy.targets).toEqual([front.host]);
  });

  it('shows the proxy the user and password that its URL holds', async () => {
    const proxy = await proxyFor({ login: 'ann:canary' });
    expect(await send({ https_proxy: `http://ann:canary@${proxy.host}/` })).toMatchObject(answered);
  });

  it.each([
    ['wants a login', 'it answered 407, as it wants a user and a password', 407],
    ['refuses the tunnel', 'it answered 403', 403],
    ['has no way to the place', 'it answered 502', 502],
  ])('sends nothing where the proxy %s, and says so without its password', async (_name, reason, status) => {
    const proxy = await proxyFor();
    proxy.refusal = status;
    const before = api.requests.length;
    const answer = await send({ HTTPS_PROXY: `http://ann:canary@${proxy.host}` });
    expect(answer).toEqual({
      kind: 'not-sent',
      code: 'Transport.ConnectFailed',
      message: `Cannot send the request to ${front.url}: through the proxy http://***@${proxy.host}: ${reason}`,
    });
    expect(api.requests).toHaveLength(before);
  });

  it('sends nothing where no proxy listens', async () => {
    const proxy = await startConnectProxy();
    await proxy.close();
    const answer = await send({ HTTPS_PROXY: proxy.url });
    expect(answer).toMatchObject({
      kind: 'not-sent',
      message: expect.stringMatching(/proxy http:\/\/127.* ECONNREFUSED/),
    });
  });

  it('sends nothing to a server that it does not trust, whoever shows its certificate', async () => {
    const proxy = await proxyFor();
    const before = api.requests.length;
    const answer = await send({ HTTPS_PROXY: proxy.url }, { trusts: false });
    expect(answer).toMatchObject({ kind: 'not-sent', message: expect.stringMatching(/certificate/) });
    expect(api.requests).toHaveLength(before);
  });

  it('sends nothing where a proxy hangs up', async () => {
    const proxy = await proxyFor();
    proxy.onTunnel = ({ client }) => client.destroy();
    expect(await send({ HTTPS_PROXY: proxy.url })).toMatchObject({ kind: 'not-sent' });
  });

  it('is reset when its call is given up, so that the proxy has nothing to deliver late', async () => {
    const proxy = await proxyFor();
    const mute = await startRawServer(() => {});
    const muteFront = await startTlsFront(Number(new URL(mute.url).port), certificates);
    closers.push(mute.close, muteFront.close);
    const ending = new Promise((resolve) => {
      proxy.onTunnel = ({ client }) => {
        client.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
        client.once('end', () => resolve('end'));
      };
    });
    const answer = await send({ HTTPS_PROXY: proxy.url }, { url: muteFront.url, timeoutMs: 500 });
    expect(answer).toMatchObject({ kind: 'lost', code: 'Transport.Timeout' });
    expect(await ending).toBe('ECONNRESET');
  });

  it('leaves a call lost whose tunnel breaks before the answer', async () => {
    const proxy = await proxyFor();
    const mute = await startRawServer((socket) => socket.destroy());
    const muteFront = await startTlsFront(Number(new URL(mute.url).port), certificates);
    closers.push(mute.close, muteFront.close);
    const answer = await send({ HTTPS_PROXY: proxy.url }, { url: muteFront.url });
    expect(answer).toMatchObject({ kind: 'lost', code: 'Transport.ConnectionLost' });
    expect(mute.requests).toHaveLength(1);
  });
});

describe('a connection without a proxy', () => {
  it('is opened where NO_PROXY names the host, and the proxy hears nothing', async () => {
    const proxy = await proxyFor();
    expect(await send({ HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' })).toMatchObject(answered);
    expect(proxy.targets).toEqual([]);
  });

  it('is opened to a plain server of this machine', async () => {
    const proxy = await proxyFor();
    const environment = { HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url };
    expect(await send(environment, { url: api.url })).toMatchObject(answered);
    expect(proxy.targets).toEqual([]);
  });
});

describe('no connection', () => {
  it.each([
    ['through SOCKS', { ALL_PROXY: 'socks5://ann:canary@proxy:1080' }, 'https://api.example'],
    ['unencrypted through a proxy', { HTTP_PROXY: 'http://ann:canary@proxy:1' }, 'http://api.example'],
  ])('is opened %s', async (_name, environment, url) => {
    const answer = await send(environment, { url });
    expect(answer).toMatchObject({
      kind: 'not-sent',
      message: expect.stringMatching(/(?:ALL|HTTP)_PROXY must/),
    });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});
