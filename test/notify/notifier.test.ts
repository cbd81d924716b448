import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listDeliveries } from '../../src/notify/event-book.ts';
import { type Notifier, startNotifier } from '../../src/notify/start-notifier.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine } from '../../src/shared/ledger/line-hold.ts';
import { noProxies } from '../../src/shared/outgoing/proxy-rules.ts';
import type { WebhookSettings } from '../../src/shared/webhook-settings.ts';
import { checkedRow, checkedRows, fillRun, loseAnswer, succeed, testLedger } from '../support/ledger.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

let redis: TestRedis;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function receiver(answer?: (count: number) => number | null): Promise<Receiver> {
  const started = await startReceiver(answer);
  closing.push(started.close);
  return started;
}

function notifier(ledger: Ledger, url: string, settings: Partial<WebhookSettings> = {}): Notifier {
  const whole = {
    url,
    secret: null,
    form: 'json',
    proxies: noProxies,
    doubtMinutes: 0,
    ...settings,
  } as const;
  const started = startNotifier({ ledger, settings: whole, log: pino({ level: 'silent' }) });
  closing.push(started.close);
  return started;
}

const eventsOf = ({ received }: Receiver) =>
  received.map(
    ({ body }) =>
      JSON.parse(body) as { id: string; type: string; text: string; data: Record<string, unknown> },
  );

describe('the notifier', () => {
  it('tells of each event once, however many processes look for it', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2), { name: 'July' });
    await succeed(ledger, run, { row: 1, index: 1 });
    await loseAnswer(ledger, run, { row: 2, index: 1 });
    await holdLine(
      ledger,
      { action: 'CreatePackageOrder', account: 'default' },
      { code: 'X', reason: 'Pay.' },
    );
    const told = await receiver();
    const all = Array.from({ length: 3 }, () => notifier(ledger, told.url));
    await until('all is told', () => told.received.length >= 3);
    await Promise.all(all.map((one) => one.close()));
    const again = notifier(ledger, told.url);
    await again.close();

    const events = eventsOf(told);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'line.held',
      'purchases.in-doubt',
      'run.finished',
    ]);
    const byType = Object.fromEntries(events.map(({ type, data }) => [type, data]));
    expect(byType['run.finished']).toMatchObject({
      run,
      name: 'July',
      state: 'finished',
      total: 2,
      counts: { succeeded: 1, 'in-doubt': 1 },
    });
    expect(byType['line.held']).toMatchObject({ action: 'CreatePackageOrder', code: 'X', reason: 'Pay.' });
    expect(byType['purchases.in-doubt']).toMatchObject({
      run,
      count: 1,
      purchases: [{ row: 2, index: 1, errorCode: 'Transport.Timeout' }],
    });
  });

  it('tells how to release the line of the account that is held, and no other', async () => {
    const ledger = testLedger(redis);
    for (const account of ['default', 'acme']) {
      await fillRun(ledger, [checkedRow(1, { account })]);
      await holdLine(ledger, { action: 'CreatePackageOrder', account }, { code: 'X', reason: 'Pay.' });
    }
    const told = await receiver();
    notifier(ledger, told.url);
    await until('both are told', () => told.received.length === 2);
    expect(eventsOf(told).map(({ text }) => /`(.+)`/.exec(text)?.[1])).toEqual(
      expect.arrayContaining([
        'tcbatch release CreatePackageOrder',
        'tcbatch release CreatePackageOrder --account acme',
      ]),
    );
  });

  it('tells of a doubt only once it is old enough, and of what is over long ago not at all', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(1));
    await loseAnswer(ledger, run, { row: 1, index: 1 });
    await ledger.redis.hset(`${ledger.prefix}:{${run}}:run`, 'finishedAt', Date.now() - 2 * 86_400_000);
    const told = await receiver();
    await notifier(ledger, told.url, { doubtMinutes: 5 }).close();
    expect(told.received).toEqual([]);
  });

  it('tells Slack a text in which nothing calls people', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, [checkedRow(1)], { name: '<!channel> & co' });
    await succeed(ledger, run, { row: 1, index: 1 });
    const told = await receiver();
    notifier(ledger, told.url, { form: 'slack' });
    await until('it is told', () => told.received.length === 1);
    const body = JSON.parse(told.received[0]?.body ?? '') as Record<string, string>;
    expect(Object.keys(body)).toEqual(['text']);
    expect(body.text).toContain('&lt;!channel&gt; &amp; co');
    expect(body.text).toContain('1 succeeded of 1');
  });

  it('tells again what nobody took, and notes what became of it', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, [checkedRow(1)]);
    await succeed(ledger, run, { row: 1, index: 1 });
    // A redirect leads where nobody agreed to, and is no delivery.
    const statuses = [500, 302, 429, 200];
    const told = await receiver((count) => statuses[count - 1] ?? 500);
    notifier(ledger, told.url);
    await until('it is taken', async () => (await listDeliveries(ledger))[0]?.state === 'delivered');
    expect(new Set(told.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(told.received.map(({ body }) => body)).size).toBe(1);
    expect(await listDeliveries(ledger)).toMatchObject([{ attempts: 4, answer: '200', state: 'delivered' }]);
  });
});
