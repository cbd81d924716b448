import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { checkedRows, fillRun } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site, tokens } from './site.ts';

let redis: TestRedis;
let site: Site;
let run: string;
beforeAll(async () => {
  redis = await startTestRedis();
  site = await openSite(redis);
  run = await fillRun(site.ledger, checkedRows(300));
});
afterAll(async () => {
  await site.close();
  await redis.stop();
});

function pages(): string[] {
  return [
    '/api/runs',
    '/api/actions',
    '/metrics',
    ...['', '/summary', '/purchases?search=shop', '/report?format=csv', '/report?format=html'].map(
      (part) => `/api/runs/${run}${part}`,
    ),
  ];
}

/** Of zod's schemas, those that it meets for the first time while `body` runs. */
async function newSchemas(body: () => unknown): Promise<number> {
  const noting = vi.spyOn(WeakMap.prototype, 'set');
  await body();
  const met = new Set(noting.mock.calls.flatMap(([key]) => (Object(key)._zod ? [key] : [])));
  noting.mockRestore();
  return met.size;
}

/** Asks on a connection that ends with the answer. */
async function look(page: string): Promise<string> {
  return (await site.ask(page, { headers: { connection: 'close' } })).text();
}

async function lookAtAll(): Promise<void> {
  for (const page of pages()) expect((await look(page)).length).toBeGreaterThan(0);
}

/** Connections of visitors that the server in this process has open. */
function visitorsHere(): number {
  const { port } = new URL(site.url);
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  return handles.filter((handle) => (handle as Partial<Socket>).localPort === Number(port)).length;
}

/** Asks on a connection of its own, and goes with the first piece of the answer. */
async function leaveInTheMiddle(path: string): Promise<void> {
  const { port, host } = new URL(site.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${tokens.full}\r\nConnection: keep-alive\r\n\r\n`,
  );
  await once(socket, 'data');
  socket.destroy();
  await once(socket, 'close');
}

describe('a site that is looked at again and again', () => {
  test('makes no schema anew for a page that it showed before', async () => {
    expect(await newSchemas(() => z.array(z.string()).parse([]))).toBeGreaterThan(0);
    await lookAtAll();
    expect(await newSchemas(lookAtAll)).toBe(0);
  });

  test('keeps no connection, and no stream, of those who left in the middle', async () => {
    for (const path of [...pages(), `/api/runs/${run}/events?actions=true`, `/api/runs/${run}/events`]) {
      await leaveInTheMiddle(path);
    }
    await vi.waitUntil(() => visitorsHere() === 0, { timeout: 20_000 });
    expect(await look('/metrics')).toMatch(/^tcbatch_web_event_streams 0$/m);
  });
});
