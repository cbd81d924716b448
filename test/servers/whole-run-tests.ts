import { expect, test } from 'vitest';
import { expectBooksBalance } from '../faults/invariants.ts';
import type { Place } from './place.ts';
import { submit, withShop } from './shop.ts';

/** More than a second's worth of each action. */
const rowsInAll = 75;

/** What a user does, by the commands that users have: real workers buy, and the books are compared with the provider's. */
export function wholeRunTests(place: () => Place): void {
  test('is submitted, bought once by two workers within the limit, reported in row order, and balances', async () => {
    const ledger = await place().newLedger();
    await withShop(place(), ledger.prefix, async (shop) => {
      const { simulator, workplace } = shop;
      const run = await submit(shop, rowsInAll);
      const workers = [workplace.start(['worker']), workplace.start(['worker'])];
      await workplace.run(['status', run, '--watch']);
      for (const worker of workers) worker.kill('SIGTERM');
      for (const { code, stderr } of await Promise.all(workers.map(({ ended }) => ended))) {
        expect({ code, trouble: stderr.split('\n').filter((line) => /"level":[56]0/.test(line)) }).toEqual({
          code: 0,
          trouble: [],
        });
      }

      const [report, verified] = await Promise.all([
        workplace.run(['report', run, '--format', 'jsonl']),
        workplace.run(['verify', run, '--json']),
      ]);
      const lines = report.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ row, state, attempts }) => [row, state, attempts])).toEqual(
        Array.from({ length: rowsInAll }, (_, i) => [i + 1, 'succeeded', 1]),
      );
      expect(JSON.parse(verified.stdout)).toMatchObject({ balanced: true, total: rowsInAll });
      await expectBooksBalance({ ledger, simulator }, run);
      for (const { calls, refused, maxInSlidingSecond } of Object.values(simulator.stats())) {
        expect({ calls, refused, isWithinLimit: maxInSlidingSecond <= 20 }).toEqual({
          calls,
          refused: 0,
          isWithinLimit: true,
        });
      }
    });
  });

  test('finds that doctor calls the server fit for money, and shows no password', async () => {
    await withShop(place(), 'doctor', async ({ workplace }) => {
      const { code, stdout } = await workplace.run(['doctor', '--json']);
      const { checks } = JSON.parse(stdout);
      expect(checks.filter(({ state }: { state: string }) => state !== 'fine')).toEqual([]);
      expect(code).toBe(0);
      const password = /:([^:@]+)@/.exec(place().server.environment.REDIS_URL ?? '')?.[1];
      if (password !== undefined) expect(stdout).not.toContain(password);
    });
  });
}
