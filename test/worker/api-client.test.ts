import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { noProxies } from '../../src/shared/outgoing/proxy-rules.ts';
import { signRequest } from '../../src/shared/tc3/sign-request.ts';
import { type ApiClientOptions, createApiClient } from '../../src/worker/api-client.ts';
import { okAnswer, type RawServer, startRawServer } from './raw-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Long enough never to be what ends a call, in tests of something else. */
const patientMs = 30_000;
/** For tests in which the deadline ends the call: short, yet long enough for a busy machine to have sent it. */
const hastyMs = 500;

function client(options: Partial<ApiClientOptions> = {}) {
  const made = createApiClient({ timeoutMs: patientMs, proxies: noProxies, ...options });
  closers.push(made.close);
  return made;
}

async function server(...handlers: Parameters<typeof startRawServer>): Promise<RawServer> {
  const started = await startRawServer(...handlers);
  closers.push(started.close);
  return started;
}

function call({ url, host }: Pick<RawServer, 'url' | 'host'>) {
  return { url, headers: { Host: host, 'Content-Type': 'application/json', 'X-Secret': secret }, body: '{}' };
}

const secret = 'never-to-be-shown';
const lost = (code: string) => ({ kind: 'lost', code });
const notSent = { kind: 'not-sent', code: 'Transport.ConnectFailed' };

describe('an answered call', () => {
  it('gives status, date, trace id and text', async () => {
    const body = '{"Response":{"RequestId":"未"}}';
    const date = 'Sun, 01 Feb 2026 12:10:00 GMT';
    const api = await server((socket) =>
      socket.write(okAnswer(body, [`Date: ${date}`, 'X-TC-TraceId: a-trace'])),
    );
    expect(await client().send(call(api))).toEqual({
      kind: 'answered',
      status: 200,
      dateHeader: date,
      traceId: 'a-trace',
      bodyText: body,
    });
    expect(api.requests).toHaveLength(1);
  });

  it('carries the headers exactly as they were signed', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}')));
    const headers = signRequest({
      service: 'teo',
      action: 'CreatePlan',
      version: '2022-09-01',
      host: api.host,
      body: '{"PlanType":"basic"}',
      timestampSeconds: 1767225600,
      credentials: { secretId: 'id', secretKey: 'key', token: 'a-token' },
      traceId: 'a-trace',
    });
    await client().send({ url: api.url, headers, body: '{"PlanType":"basic"}' });
    const [head = '', body] = api.requests[0]?.split('\r\n\r\n') ?? [];
    const lines = head.split('\r\n');
    expect(lines[0]).toBe('POST / HTTP/1.1');
    expect(body).toBe('{"PlanType":"basic"}');
    const sent = lines.slice(1).map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
    const signed = Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
    expect(sent.sort()).toEqual([...signed, 'connection: keep-alive', 'content-length: 20'].sort());
  });

  it.each([
    ['502 with HTML', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>', 502, '<html>'],
    ['200 with HTML', okAnswer('<html>'), 200, '<html>'],
    ['an empty 200', okAnswer(''), 200, ''],
    [
      'an interim answer before the final one',
      `HTTP/1.1 103 Early Hints\r\n\r\n${okAnswer('{}')}`,
      200,
      '{}',
    ],
    [
      'a chunked body',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      200,
      '{}',
    ],
  ])('may be %s', async (_name, bytes, status, bodyText) => {
    const api = await server((socket) => socket.write(bytes));
    expect(await client().send(call(api))).toMatchObject({ kind: 'answered', status, bodyText });
    expect(api.requests).toHaveLength(1);
  });

  it('is a redirect itself: it is not followed', async () => {
    const api = await server((socket) =>
      socket.write('HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(await client().send(call(api))).toMatchObject({ kind: 'answered', status: 301 });
    expect(api.requests).toHaveLength(1);
  });
});

describe('a call that was surely not sent', () => {
  it('met a refused connection', async () => {
    const api = await startRawServer(() => {});
    await api.close();
    expect(await client().send(call(api))).toMatchObject(notSent);
  });

  it('met a name that does not resolve', async () => {
    const answer = await client().send(call({ url: 'http://nowhere.invalid', host: 'nowhere.invalid' }));
    expect(answer).toMatchObject(notSent);
  });

  it('met an encrypted server whose name does not resolve, or that is not there', async () => {
    const gone = await server(() => {});
    await gone.close();
    for (const host of ['nowhere.invalid', gone.host]) {
      expect(await client().send(call({ url: `https://${host}`, host }))).toMatchObject(notSent);
    }
  });

  it('met a server that cannot shake hands over TLS', async () => {
    const api = await server(
      () => {},
      (socket) => socket.once('data', () => socket.end('this is no TLS')),
    );
    const answer = await client().send(call({ url: `https://${api.host}`, host: api.host }));
    expect(answer).toMatchObject(notSent);
    expect(api.requests).toHaveLength(0);
  });

  it('met a server that never ends its TLS handshake, and is not sent later either', async () => {
    const api = await server(() => {});
    const hasty = client({ timeoutMs: hastyMs });
    expect(await hasty.send(call({ url: `https://${api.host}`, host: api.host }))).toMatchObject(notSent);
    await hasty.close();
    expect(api.requests).toHaveLength(0);
  });

  it('was made after the client was closed', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}')));
    const closed = client();
    await closed.close();
    expect(await closed.send(call(api))).toMatchObject(notSent);
    expect(api.connections).toHaveLength(0);
  });
});

describe('a call that may have been sent', () => {
  it.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed', (socket: Socket) => socket.end()],
    ['cut inside the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-')],
    [
      'cut before the announced length',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"Resp'),
    ],
    [
      'cut before the announced length on a connection that was to close',
      (socket: Socket) =>
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{"Resp'),
    ],
    [
      'cut between chunks',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'),
    ],
  ])('is lost when its answer is %s', async (_name, breakOff) => {
    const api = await server(breakOff);
    expect(await client().send(call(api))).toMatchObject(lost('Transport.ConnectionLost'));
    expect(api.requests).toHaveLength(1);
  });

  it('is lost when the connection is reset as soon as it stands', async () => {
    const api = await server(
      () => {},
      (socket) => socket.resetAndDestroy(),
    );
    const answer = await client().send(call(api));
    // Whether the reset comes before the first byte is written is the network's choice; both are told truly.
    expect(answer.kind).not.toBe('answered');
    if (answer.kind === 'lost') expect(answer.code).toBe('Transport.ConnectionLost');
    expect(api.connections).toHaveLength(1);
  });

  it('is lost when the connection is reset half way through the request', async () => {
    const api = await server(
      () => {},
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
    );
    const body = JSON.stringify({ Parameter: 'x'.repeat(8 * 1024 * 1024) });
    const answer = await client().send({ ...call(api), body });
    expect(answer).toMatchObject(lost('Transport.ConnectionLost'));
    expect(api.connections).toHaveLength(1);
    expect(api.requests).toHaveLength(0);
  });

  it.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    [
      'is cut inside a chunk on a connection that was to close',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}',
    ],
    ['has a head without end', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(64 * 1024)}`],
    ['is longer than is believed', okAnswer('x'.repeat(2000))],
  ])('is lost as a bad response when its answer %s', async (_name, bytes) => {
    const api = await server((socket) => socket.end(bytes));
    const answer = await client({ maxAnswerBytes: 1000 }).send(call(api));
    expect(answer).toMatchObject(lost('Transport.BadResponse'));
    expect(api.requests).toHaveLength(1);
  });

  it('is lost at the deadline when no answer comes', async () => {
    const api = await server(() => {});
    const answer = await client({ timeoutMs: hastyMs }).send(call(api));
    expect(answer).toMatchObject(lost('Transport.Timeout'));
    expect(api.requests).toHaveLength(1);
  });

  it('is lost at the deadline when the answer dribbles in', async () => {
    const drops: NodeJS.Timeout[] = [];
    const api = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      drops.push(setInterval(() => socket.write('x'), 10));
    });
    const answer = await client({ timeoutMs: hastyMs }).send(call(api));
    for (const drop of drops) clearInterval(drop);
    expect(answer).toMatchObject(lost('Transport.Timeout'));
    expect(api.requests).toHaveLength(1);
  });

  it('closes its connection at the deadline, so that a late answer meets nobody’s call', async () => {
    const api = await server(() => {});
    await client({ timeoutMs: hastyMs }).send(call(api));
    const [socket] = api.connections;
    if (socket && !socket.closed) await new Promise((resolve) => socket.once('close', resolve));
    expect(api.requests).toHaveLength(1);
  });

  it('is answered after all when the answer lay ready behind a stalled event loop', async () => {
    const [arrived, arrive] = latch<Socket>();
    const api = await server(arrive);
    const answer = client({ timeoutMs: hastyMs }).send(call(api));
    const socket = await arrived;
    socket.write(okAnswer('{}'));
    stall(2 * hastyMs);
    expect(await answer).toMatchObject({ kind: 'answered' });
  });
});

describe('a kept-alive connection', () => {
  it('carries one call after the other', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}')));
    const one = client();
    for (const _ of [1, 2, 3]) {
      expect(await one.send(call(api))).toMatchObject({ kind: 'answered' });
      await connectionToBeFree();
    }
    expect(api.requests).toHaveLength(3);
    expect(api.connections).toHaveLength(1);
  });

  it('never carries two calls at once', async () => {
    const waiting: Socket[] = [];
    const api = await server((socket, count) => {
      waiting.push(socket);
      if (count === 5) for (const one of waiting) one.write(okAnswer('{}'));
    });
    const one = client();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => one.send(call(api))));
    expect(answers.every(({ kind }) => kind === 'answered')).toBe(true);
    expect(new Set(waiting).size).toBe(5);
  });

  it.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', (socket: Socket) => socket.end()],
  ])(
    'loses the call that was written as the server %s it, and is not tried again',
    async (_name, breakOff) => {
      const api = await server((socket, count) => {
        if (count === 2) breakOff(socket);
        else socket.write(okAnswer('{}'));
      });
      const one = client();
      expect(await one.send(call(api))).toMatchObject({ kind: 'answered' });
      await connectionToBeFree();
      expect(await one.send(call(api))).toMatchObject(lost('Transport.ConnectionLost'));
      expect(api.requests).toHaveLength(2);
      expect(api.connections).toHaveLength(1);
    },
  );

  it('is left when the server closed it, and the call goes out once on a new one', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}')));
    const one = client();
    await one.send(call(api));
    const [idle] = api.connections;
    if (!idle) throw new Error('Cannot close the idle connection as there is none');
    idle.end();
    await once(idle, 'close');
    expect(await one.send(call(api))).toMatchObject({ kind: 'answered' });
    expect(api.requests).toHaveLength(2);
    expect(api.connections).toHaveLength(2);
  });

  it('answers, loses or never sends a call that races with the server closing it, but sends it at most once', async () => {
    const api = await server((socket) => {
      socket.write(okAnswer('{}'));
      setImmediate(() => socket.resetAndDestroy());
    });
    const one = client();
    const answers = [];
    for (let count = 0; count < 200; count++) {
      answers.push(await one.send(call(api)));
      await connectionToBeFree();
    }
    const mayHaveArrived = answers.filter(({ kind }) => kind !== 'not-sent').length;
    const answered = answers.filter(({ kind }) => kind === 'answered').length;
    expect(api.requests.length).toBeLessThanOrEqual(mayHaveArrived);
    expect(api.requests.length).toBeGreaterThanOrEqual(answered);
  });

  it('is not kept when the server announces a shorter time than our margin', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}', ['Keep-Alive: timeout=2'])));
    const one = client();
    await one.send(call(api));
    await connectionToBeFree();
    await one.send(call(api));
    expect(api.connections).toHaveLength(2);
  });

  it('is closed by us once it was idle for its time', async () => {
    const api = await server((socket) => socket.write(okAnswer('{}', ['Keep-Alive: timeout=600'])));
    await client({ keepAliveMs: 20 }).send(call(api));
    const [idle] = api.connections;
    if (idle && !idle.closed) await once(idle, 'close');
    expect(idle?.readableEnded).toBe(true);
  });
});

describe('the client', () => {
  it('shows no header and no body in its messages', async () => {
    const api = await server((socket) => socket.resetAndDestroy());
    const gone = await startRawServer(() => {});
    await gone.close();
    const one = client();
    const answers = [
      await one.send(call(api)),
      await one.send(call(gone)),
      await one.send({ ...call(api), headers: { Host: api.host, Authorization: `${secret}\n` } }),
    ];
    for (const answer of answers) {
      expect(answer.kind).not.toBe('answered');
      expect(JSON.stringify(answer)).not.toContain(secret);
    }
  });

  it('lets a call in flight end before it closes, and closes twice', async () => {
    const [arrived, arrive] = latch<Socket>();
    const api = await server(arrive);
    const one = client();
    const answer = one.send(call(api));
    const socket = await arrived;
    const closed = [one.close(), one.close()];
    socket.write(okAnswer('{}'));
    expect(await answer).toMatchObject({ kind: 'answered' });
    await Promise.all(closed);
    if (!socket.closed) await once(socket, 'close');
  });
});

/** undici takes one turn of the event loop before it uses a connection again. */
function connectionToBeFree(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function latch<Value>(): [Promise<Value>, (value: Value) => void] {
  let open: (value: Value) => void = () => {};
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return [opened, (value) => open(value)];
}

/** Holds the event loop, as a long garbage collection or a suspended machine does. */
function stall(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
