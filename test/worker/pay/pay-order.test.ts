import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryRun } from '../../../src/control/retry-run.ts';
import { closeAccounts } from '../../../src/shared/accounts/open-account.ts';
import { companionOf } from '../../../src/shared/follow-ups/companion.ts';
import { readAudit } from '../../../src/shared/ledger/audit.ts';
import { releaseLine } from '../../../src/shared/ledger/line-hold.ts';
import { markOrder } from '../../../src/shared/ledger/mark-order.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readPurchase } from '../../../src/shared/ledger/read-purchases.ts';
import { defaultAccount } from '../../../src/shared/line.ts';
import { findUnpaid, lookAtOrder, type UnpaidOrder } from '../../../src/worker/pay/find-unpaid.ts';
import { openPayRoom } from '../../../src/worker/pay/open-pay-room.ts';
import { type PayRoom, payOrder } from '../../../src/worker/pay/pay-order.ts';
import { refOf } from '../../../src/worker/reconcile/room.ts';
import { submitRows } from '../../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { openTestAccounts } from '../../support/worker.ts';
import { plans, purchasesOf, type Row, type Shop, until, withShop } from '../shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const someone = { who: 'ada@desk', why: null };

interface Left extends Shop {
  readonly run: string;
  readonly room: PayRoom;
  /** The orders that the run left, as a look shows them. */
  readonly orders: () => Promise<UnpaidOrder[]>;
}

/** Lends a run of three plans whose orders could not be paid, and what pays them. */
async function withOrdersLeft(
  { deliveryDelayMs, rows = plans(3) }: { readonly deliveryDelayMs?: number; readonly rows?: readonly Row[] },
  body: (left: Left) => Promise<void>,
): Promise<void> {
  await withShop(redis, { balanceCents: 100, deliveryDelayMs }, async (shop) => {
    const { ledger, simulator } = shop;
    const { run } = await submitRows(ledger, rows);
    const worker = await shop.startWorker();
    await until(async () => {
      // Each that cannot be paid stops the line for those after it.
      await releaseLine(ledger, { action: 'CreatePlan', account: defaultAccount });
      return (await readCounts(ledger, run)).byState.failed === 3;
    });
    await until(async () => (await purchasesOf(ledger, run)).every(({ orderId }) => orderId !== null));
    await worker.close();
    const { config, accounts } = await openTestAccounts(simulator);
    const account = accounts.get(defaultAccount);
    if (!account) throw new Error('Cannot pay as the test has no account');
    const { room, close } = openPayRoom({
      ledger,
      config,
      account,
      durability: { kind: 'synced-always', reason: 'The test redis-server syncs every write.' },
      log: pino({ level: 'silent' }),
      who: someone.who,
    });
    const orders = async () => {
      const all: UnpaidOrder[] = [];
      for await (const one of findUnpaid(ledger, [run])) all.push(await lookAtOrder(room.look.provider, one));
      return all;
    };
    try {
      await body({ ...shop, run, room, orders });
    } finally {
      closeAccounts(accounts);
      await close();
    }
  });
}

function firstOf([order]: readonly UnpaidOrder[]): UnpaidOrder {
  if (!order) throw new Error('Cannot test without an order: got none');
  return order;
}

describe.concurrent('payOrder', () => {
  test('pays each order that a run left once, and settles its purchase with it', async () => {
    await withOrdersLeft({}, async ({ ledger, simulator, room, run, orders }) => {
      const left = await orders();
      expect(new Set(left.map(({ orderId }) => orderId)).size).toBe(3);
      expect(left.map(({ standing, order }) => [standing, order?.costCents])).toEqual(
        Array(3).fill(['unpaid', 5_000]),
      );
      simulator.setBalance(15_000);
      for (const order of left) {
        expect(await payOrder(room, order)).toEqual({ kind: 'paid', before: false, delivery: 'complete' });
      }
      const purchases = await purchasesOf(ledger, run);
      expect(purchases.map(({ state, settledBy, unpaidOrder }) => [state, settledBy, unpaidOrder])).toEqual(
        Array(3).fill(['succeeded', 'person', false]),
      );
      expect(purchases.map(({ orderId }) => orderId).sort()).toEqual(
        simulator
          .executed()
          .map(({ orderId }) => orderId)
          .sort(),
      );
      const deeds = (await readAudit(ledger, run)).map(({ who, what }) => `${who} ${what}`);
      expect(deeds[0]).toBe(`ada@desk pay order ${left[0]?.orderId} of row 1.1`);
      expect(await orders()).toEqual([]);
    });
  });

  test('never sends a payment again whose answer was lost, and finds it paid', async () => {
    await withOrdersLeft({}, async ({ simulator, room, orders }) => {
      const order = firstOf(await orders());
      simulator.setBalance(1_000_000);
      simulator.setFaults([{ action: 'PayDeals', fault: { kind: 'drop-after' } }]);
      expect(await payOrder(room, order)).toMatchObject({ kind: 'paid' });
      expect(simulator.arrivals('PayDeals')).toHaveLength(1);
      expect(simulator.executed()).toHaveLength(1);
    });
  });

  test('leaves an order that was perhaps not paid to be paid later, and its purchase from being bought anew', async () => {
    await withOrdersLeft({}, async ({ ledger, simulator, room, run, orders }) => {
      const order = firstOf(await orders());
      simulator.setBalance(1_000_000);
      simulator.setFaults([{ action: 'PayDeals', match: { times: 1 }, fault: { kind: 'drop-before' } }]);
      expect(await payOrder(room, order)).toMatchObject({
        kind: 'unknown',
        code: 'Transport.ConnectionLost',
      });
      const all = { codes: [], rows: [], evenIfUnpaid: true };
      expect(await retryRun(ledger, run, all, someone)).toMatchObject({ queued: 2 });
      expect((await readPurchase(ledger, run, { row: 1, index: 1 }))?.state).toBe('failed');
      expect(await payOrder(room, firstOf(await orders()))).toMatchObject({ kind: 'paid' });
      expect(simulator.executed()).toHaveLength(1);
    });
  });

  test('says that the balance is too low, and leaves the order as it was', async () => {
    await withOrdersLeft({}, async ({ ledger, room, run, orders }) => {
      const order = firstOf(await orders());
      expect(await payOrder(room, order)).toMatchObject({
        kind: 'not-paid',
        code: 'FailedOperation.BalanceInsufficient',
        endsAll: true,
      });
      const all = { codes: [], rows: [1], evenIfUnpaid: true };
      expect(await retryRun(ledger, run, all, someone)).toMatchObject({ queued: 1 });
    });
  });

  test('leaves a purchase from being bought anew while somebody else may be paying its order', async () => {
    await withOrdersLeft({}, async ({ ledger, room, run, orders }) => {
      const order = firstOf(await orders());
      const elsewhere = { orderId: String(order.orderId), mark: 'paying' as const };
      expect(await markOrder(ledger, refOf(order.question), elsewhere)).toBe('marked');
      expect(await payOrder(room, order)).toMatchObject({ kind: 'not-paid' });
      const all = { codes: [], rows: [1], evenIfUnpaid: true };
      expect(await retryRun(ledger, run, all, someone)).toMatchObject({ queued: 0 });
      await markOrder(ledger, refOf(order.question), { ...elsewhere, mark: 'waiting' });
      expect(await retryRun(ledger, run, all, someone)).toMatchObject({ queued: 1 });
    });
  });

  test('queues the site that is to be put on a plan whose order it paid', async () => {
    const rows = plans(3).map((row, i) => ({ ...row, ZoneName: `site-${i}.example` }));
    await withOrdersLeft({ rows }, async ({ ledger, simulator, room, run, orders }) => {
      const order = firstOf(await orders());
      simulator.setBalance(1_000_000);
      expect(await payOrder(room, order)).toMatchObject({ kind: 'paid', delivery: 'complete' });
      expect((await readCounts(ledger, companionOf(run))).byState.queued).toBe(1);
    });
  });

  test('settles an order that somebody paid meanwhile, and sends nothing', async () => {
    await withOrdersLeft({}, async ({ ledger, simulator, room, run, orders }) => {
      const [first, second] = await orders();
      if (!first || !second) throw new Error('Cannot test without two orders');
      simulator.setBalance(1_000_000);
      await room.sender.pay(String(first.orderId));
      expect(await payOrder(room, first)).toMatchObject({ kind: 'paid', before: true });
      expect(simulator.arrivals('PayDeals')).toHaveLength(1);
      expect((await readPurchase(ledger, run, { row: 1, index: 1 }))?.settledBy).toBe('reconcile');
    });
  });

  test('calls an order paid that could not be delivered, and tells a person', async () => {
    await withOrdersLeft({}, async ({ ledger, simulator, room, run, orders }) => {
      const order = firstOf(await orders());
      simulator.setBalance(1_000_000);
      const code = 'FailedOperation.PaySuccDeliverFailed';
      simulator.setFaults([{ action: 'PayDeals', fault: { kind: 'code', code, executed: true } }]);
      expect(await payOrder(room, order)).toEqual({ kind: 'undelivered' });
      expect((await readPurchase(ledger, run, { row: 1, index: 1 }))?.state).toBe('succeeded');
    });
  });

  test('has workers follow a delivery that is not there yet, although the run is finished', async () => {
    await withOrdersLeft(
      { deliveryDelayMs: 3_000 },
      async ({ ledger, simulator, room, run, orders, ...shop }) => {
        simulator.setBalance(1_000_000);
        expect(await payOrder(room, firstOf(await orders()))).toMatchObject({ delivery: 'pending' });
        await shop.startWorker();
        const read = () => readPurchase(ledger, run, { row: 1, index: 1 });
        await until(async () => (await read())?.delivery === 'complete');
        expect((await read())?.resourceIds).toHaveLength(1);
      },
    );
  });
});

describe.concurrent('the ledger', () => {
  test('marks no order that a purchase did not leave, and settles by no other order', async () => {
    await withOrdersLeft({}, async ({ ledger, run, orders }) => {
      const { question } = firstOf(await orders());
      const other = { orderId: 'another', mark: 'paying' as const };
      expect(await markOrder(ledger, refOf(question), other)).toBe('refused');
      expect((await readCounts(ledger, run)).byState.failed).toBe(3);
    });
  });

  test('lets a purchase be queued again whose order is gone', async () => {
    await withOrdersLeft({}, async ({ ledger, run, orders }) => {
      const { question, orderId } = firstOf(await orders());
      const gone = { orderId: String(orderId), mark: 'gone' as const };
      expect(await markOrder(ledger, refOf(question), gone)).toBe('marked');
      const failed = { codes: [], rows: [], evenIfUnpaid: false };
      expect(await retryRun(ledger, run, failed, someone)).toMatchObject({ queued: 1, leftUnpaid: 2 });
    });
  });
});
