import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ManifestSource } from '../../src/producer/manifest/manifest-source.ts';
import { submitRun } from '../../src/producer/submit-run.ts';
import { surveyManifest } from '../../src/producer/survey-manifest.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { listRuns } from '../../src/shared/ledger/runs.ts';
import { testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const header = 'Action,Domain,Grade,Reference,#Team';
const rows = Array.from({ length: 1200 }, (_, i) => row(i + 1));

function row(number: number, { domain = `site-${number}.example`, team = 'blue' } = {}): string {
  return `CreatePackageOrder,${domain},DPG_ULTIMATE,C-${number},${team}`;
}

/** A file that reads `first` the first time, and `then` from there on. */
function changingSource(first: readonly string[], then: readonly string[]): ManifestSource {
  let readings = 0;
  return {
    name: 'rows.csv',
    format: 'csv',
    open: async function* open() {
      readings += 1;
      yield Buffer.from([header, ...(readings === 1 ? first : then)].join('\n'));
    },
    close: async () => {},
  };
}

async function submit(first: readonly string[], then: readonly string[]) {
  const source = changingSource(first, then);
  const survey = await surveyManifest(source, {});
  return submitRun(ledger, source, survey, { name: null, again: false, plan: null });
}

describe('submitRun of a file that changed since it was checked', () => {
  const changes: Record<string, readonly string[]> = {
    'another domain in its last row': [...rows.slice(0, -1), row(1200, { domain: 'other.example' })],
    'the same domain twice': [...rows.slice(0, -1), row(1200, { domain: 'site-1.example' })],
    'a row more': [...rows, row(1201)],
    'a row less': rows.slice(0, -1),
    'a row that cannot be bought': [...rows, row(1201, { domain: 'no domain' })],
    'two rows the other way round': [row(2), row(1), ...rows.slice(2)],
  };
  test.each(Object.keys(changes))('queues nothing and leaves nothing behind: %s', async (change) => {
    ledger = testLedger(redis);
    await expect(submit(rows, changes[change] ?? [])).rejects.toThrow('changed while it was read');
    expect(await listRuns(ledger)).toEqual([]);
    const left = await ledger.redis.keys(`*${ledger.prefix}*`);
    // The numbers of runs that were claimed, and in which form all is written.
    expect(left.filter((key) => !/:(by-manifest|format)$/.test(key))).toEqual([]);
    // Once nobody writes to it any more it is submitted as if nothing had been.
    expect(await submit(rows, rows)).toMatchObject({ existing: false, total: 1200 });
  });

  test('queues it where its notes alone are others', async () => {
    ledger = testLedger(redis);
    const noted = rows.map((_, i) => row(i + 1, { team: 'green' }));
    expect(await submit(rows, noted)).toMatchObject({ existing: false, total: 1200 });
    expect(await submit(rows, rows)).toMatchObject({ existing: true, total: 1200 });
  });
});
