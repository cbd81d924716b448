import { expect, test } from 'vitest';
import { readRunBooks } from '../../../src/worker/verify/read-run-books.ts';
import { checkedRows, fillRun, knownRecord, succeed, testLedger } from '../../support/ledger.ts';
import { withRedis } from '../../support/redis.ts';

test('readRunBooks finds an order that two purchases hold, of which one may not be bought', () =>
  withRedis(async (redis) => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(3));
    await succeed(ledger, run, { row: 1, index: 1 }, { orderId: 'order-1' });
    await succeed(ledger, run, { row: 2, index: 1 }, { orderId: 'order-2' });
    expect((await readRunBooks(ledger, await knownRecord(ledger, run))).differences).toEqual([]);
    await succeed(ledger, run, { row: 3, index: 1 }, { orderId: 'order-1' });
    expect((await readRunBooks(ledger, await knownRecord(ledger, run))).differences).toEqual([
      expect.stringMatching(/^Order order-1 is held for \w+ of row 1\.1 and for \w+ of row 3\.1: /),
    ]);
  }));
