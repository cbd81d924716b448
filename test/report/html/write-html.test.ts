import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../../src/report/write-report.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import type { PurchaseState } from '../../../src/shared/outcome.ts';
import { collect } from '../../support/collect.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  knownRecord,
  loseAnswer,
  succeed,
  testLedger,
} from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;

beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

describe('writeHtml', () => {
  it('tells what was bought, what was not and what to do', async () => {
    const run = await fillRun(ledger, checkedRows(3), { name: 'November' });
    await succeed(ledger, run, { row: 1, index: 1 });
    await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameterValue.DomainNotExists');
    await loseAnswer(ledger, run, { row: 3, index: 1 });
    const page = await pageOf(run);
    expect(page).toContain('<h1>November</h1>');
    expect(page).toContain('1 of 3 purchases succeeded.');
    expect(page).toContain('2 purchases to look after');
    expect(page).toMatch(
      /DomainNotExists<\/code><\/th><td class="number">1<\/td>.*Add the domain to DNSPod first/,
    );
    expect(page).toContain('In doubt: perhaps bought');
    for (const name of ['Outcomes by action', 'Failures by code', 'Calls a second of CreatePackageOrder'])
      expect(page).toContain(`<h2>${name}</h2>`);
    expect(page).toMatch(/<rect class="succeeded"[^>]*><title>1 succeeded/);
  });

  it('needs nothing else: no script, no address, and a policy that allows none', async () => {
    const page = await pageOf(await fillRun(ledger, checkedRows(1)));
    expect(page).not.toMatch(/<script|(?:src|href)=|@import|url\(/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('shows as text whatever stands in names, references, parameters and messages', async () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    const row = checkedRow(1, { reference: hostile, params: { Domain: hostile, Grade: hostile } });
    const run = await fillRun(ledger, [row], { name: hostile, manifest: hostile });
    await fail(ledger, run, { row: 1, index: 1 }, hostile);
    const page = await pageOf(run);
    expect(page).not.toContain('<img');
    expect(page).toContain('&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;');
  });

  it('shows the rows that were chosen, and the first two thousand of many', async () => {
    const run = await fillRun(ledger, checkedRows(2_005));
    expect(await pageOf(run, ['failed'])).not.toContain('site-1.example');
    const page = await pageOf(run);
    expect(page).toContain('site-2000.example');
    expect(page).not.toContain('site-2001.example');
    expect(page).toContain('The first 2,000 of 2,005');
  });
});

async function pageOf(run: string, states: readonly PurchaseState[] = []): Promise<string> {
  const record = await knownRecord(ledger, run);
  const options = { format: 'html', states, codes: [], isColor: false, screenWidth: null } as const;
  return (await collect(writeReport(ledger, record, options))).join('');
}
