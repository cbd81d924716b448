import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStanding } from '../../src/report/read-standing.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { checkedRows, fillRun, knownRecord, loseAnswer, testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

test('readStanding asks Redis the same, however many purchases there are and are in doubt', async () => {
  const costs: string[] = [];
  for (const rows of [1, 300]) {
    const run = await fillRun(ledger, checkedRows(rows));
    for (let row = 1; row <= rows; row += 1) await loseAnswer(ledger, run, { row, index: 1 });
    const record = await knownRecord(ledger, run);
    // The first time, Redis is also told the text of each script.
    await readStanding(ledger, record);
    await ledger.redis.config('RESETSTAT');
    const { status } = await readStanding(ledger, record);
    expect(status.counts['in-doubt']).toBe(rows);
    costs.push(await commandsSince());
  }
  expect(costs[1]).toBe(costs[0]);
  expect(costs[0]).not.toContain('hmget');
});

/** How often Redis was told which command since its statistics were reset. */
async function commandsSince(): Promise<string> {
  const stats = await ledger.redis.info('commandstats');
  const told = [...stats.matchAll(/cmdstat_(\S+):calls=(\d+)/g)].map(([, name, calls]) => `${name} ${calls}`);
  return told
    .filter((line) => !line.startsWith('config'))
    .sort()
    .join(', ');
}
