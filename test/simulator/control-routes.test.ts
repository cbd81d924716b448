import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { call, codeOf } from './signed-call.ts';
import { instance, simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const plan = { PlanType: 'basic' };

async function control(url: string, route: string, body?: unknown) {
  const [method, path] = route.split(' ');
  const answer = await fetch(url + path, {
    ...(method && { method }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

test('GET /simulator/executed tells what was sold and what was left unpaid', async () => {
  const { url, ...simulator } = await start({ balanceCents: 16_000 });
  const { OrderId } = await call({ url, ...simulator }, 'CreateInstance', instance);
  await call({ url, ...simulator }, 'CreatePlan', plan);
  await call({ url, ...simulator }, 'CreatePlan', plan);
  const { body } = await control(url, 'GET /simulator/executed');
  expect(body).toMatchObject({ total: 2, byAction: { CreateInstance: 1, CreatePlan: 1 } });
  expect(body.purchases).toEqual(simulator.executed());
  expect(body.purchases[0]).toMatchObject({ orderId: OrderId, clientToken: 'token-1', params: instance });
  expect(body.unpaidOrders).toEqual(simulator.unpaidOrders());
  expect(body.unpaidOrders).toMatchObject([{ action: 'CreatePlan', unpaid: true }]);
});

test('GET /simulator/executed tells what every account bought and left unpaid, and names those beside the first', async () => {
  const acme = { secretId: 'acme-id', secretKey: 'acme-key' };
  const simulator = await start({ otherAccounts: { acme }, balanceCents: 6_000 });
  const { url } = simulator;
  const asEveryone = async () => {
    for (const payer of [{}, acme, acme]) await call(simulator, 'CreatePlan', plan, payer);
    return (await control(url, 'GET /simulator/executed')).body;
  };
  const payers = (sales: readonly { account?: string }[]) => sales.map(({ account }) => account);
  const body = await asEveryone();
  expect(body).toMatchObject({ total: 2, byAction: { CreatePlan: 2 } });
  expect(payers(body.purchases)).toEqual([undefined, 'acme']);
  expect(payers(body.unpaidOrders)).toEqual(['acme']);
  await control(url, 'POST /simulator/reset');
  expect(payers((await asEveryone()).purchases)).toEqual([undefined, 'acme']);
});

test('GET /simulator/executed tells thousands of purchases', async () => {
  const simulator = await start();
  for (let done = 0; done < 1_200; done += 100)
    await Promise.all(Array.from({ length: 100 }, () => call(simulator, 'CreatePlan', plan)));
  const { body } = await control(simulator.url, 'GET /simulator/executed');
  expect(body.total).toBe(1_200);
  expect(new Set(body.purchases.map((purchase: { orderId: string }) => purchase.orderId)).size).toBe(1_200);
});

test('GET /simulator/executed tells nothing of a fresh simulator', async () => {
  const { url } = await start();
  const { body } = await control(url, 'GET /simulator/executed');
  expect(body).toEqual({ total: 0, byAction: {}, purchases: [], unpaidOrders: [] });
});

test('GET /simulator/stats counts calls and answers by code', async () => {
  const simulator = await start({
    faults: [{ action: 'CreatePlan', match: { every: 3 }, fault: { kind: 'empty' } }],
  });
  await call(simulator, 'CreatePlan', plan);
  await call(simulator, 'CreatePlan', {});
  await call(simulator, 'CreatePlan', plan).catch(() => null);
  await call(simulator, 'CreateEverything');
  const { body } = await control(simulator.url, 'GET /simulator/stats');
  expect(body).toMatchObject({
    CreatePlan: { calls: 3, refused: 0, byCode: { OK: 1, MissingParameter: 1, 'fault:empty': 1 } },
    unknown: { calls: 1, byCode: { InvalidAction: 1 } },
  });
  expect(body).toEqual(simulator.stats());
  expect((await control(simulator.url, 'GET /simulator/arrivals')).body.CreatePlan).toHaveLength(3);
});

test('faults are put in force, shown and ended over HTTP', async () => {
  const simulator = await start();
  const rules = [
    { action: 'CreatePlan', match: { times: 5 }, fault: { kind: 'code', code: 'InternalError' } },
  ];
  await control(simulator.url, 'POST /simulator/faults', rules);
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('InternalError');
  const { body } = await control(simulator.url, 'GET /simulator/faults');
  expect(body).toEqual([{ rule: rules[0], matched: 1, applied: 1 }]);
  expect((await control(simulator.url, 'DELETE /simulator/faults')).body).toEqual([]);
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
});

test('the balance is changed over HTTP', async () => {
  const simulator = await start();
  await control(simulator.url, 'POST /simulator/account', { balance: 1 });
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('FailedOperation.InsufficientAccountBalance');
});

test('keys are exchanged over HTTP, and all that are named are accepted', async () => {
  const simulator = await start();
  const old = { secretId: simulator.secretId, secretKey: simulator.secretKey };
  const fresh = { secretId: 'fresh-id', secretKey: 'fresh-key' };
  await control(simulator.url, 'POST /simulator/credentials', [old, fresh]);
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
  expect(await codeOf({ ...simulator, ...fresh }, 'CreatePlan', plan)).toBe('OK');
  await control(simulator.url, 'POST /simulator/credentials', [fresh]);
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('AuthFailure.SecretIdNotFound');
  expect(await codeOf({ ...simulator, ...fresh }, 'CreatePlan', plan)).toBe('OK');
  expect(simulator.executed()).toHaveLength(3);
});

test('POST /simulator/reset goes back to the start', async () => {
  const simulator = await start({ balanceCents: 5_000 });
  await call(simulator, 'CreatePlan', plan);
  simulator.setFaults([{ fault: { kind: 'drop-before' } }]);
  await control(simulator.url, 'POST /simulator/reset');
  expect(simulator.executed()).toEqual([]);
  expect(simulator.stats()).toEqual({});
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
});

test.each([
  [400, 'POST /simulator/faults', [{ fault: { kind: 'explode' } }]],
  [400, 'POST /simulator/account', { balance: -1 }],
  [400, 'POST /simulator/account', undefined],
  [400, 'POST /simulator/credentials', []],
  [400, 'POST /simulator/credentials', [{ secretId: 'an-id' }]],
  [404, 'GET /simulator/nothing', undefined],
  [404, 'PUT /simulator/faults', []],
  [404, 'GET //', undefined],
])('a control call answers %i to %s', async (status, route, body) => {
  const { url } = await start();
  const answer = await control(url, route, body);
  expect(answer).toMatchObject({ status, body: { error: expect.any(String) } });
});

test('a simulator closes twice, and two do not share a port', async () => {
  const first = await start();
  await expect(startSimulator({ port: first.port })).rejects.toThrow('EADDRINUSE');
  await first.close();
  await first.close();
  await expect(fetch(first.url)).rejects.toThrow();
});

test('a simulator outlives clients that speak nonsense or leave half way', async () => {
  const simulator = await start();
  for (const bytes of ['nonsense\r\n\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'])
    await sendAndReset(simulator.port, bytes);
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
});

async function sendAndReset(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.write(bytes, () => resolve());
  });
  socket.resetAndDestroy();
}
