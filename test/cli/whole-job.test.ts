import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { withShop, work } from '../support/shop.ts';

const rows = [
  { Action: 'CreatePackageOrder', Domain: 'one.example', Grade: 'DPG_PROFESSIONAL', Reference: 'first' },
  { Action: 'CreatePackageOrder', Domain: 'missing-two.example', Grade: 'DPG_ULTIMATE', Reference: 'second' },
  { Action: 'CreatePlan', PlanType: 'basic', Count: 2, Reference: 'third' },
];

const manifests = {
  csv: [
    'Action,Domain,Grade,PlanType,Count,Reference',
    'CreatePackageOrder,one.example,DPG_PROFESSIONAL,,,first',
    'CreatePackageOrder,missing-two.example,DPG_ULTIMATE,,,second',
    'CreatePlan,,,basic,2,third',
    '',
  ].join('\r\n'),
  json: JSON.stringify({ purchases: rows }),
  jsonl: rows.map((row) => JSON.stringify(row)).join('\n'),
};

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe.concurrent('submit, worker and report do the whole job', () => {
  const ways = [
    { what: 'a CSV file', values: ['m.csv'] },
    { what: 'a JSON file', values: ['m.json'] },
    { what: 'a JSONL file', values: ['m.jsonl'] },
    { what: 'standard input', values: ['-', '--format', 'jsonl'], input: manifests.jsonl },
  ];
  it.each(ways)('with $what', ({ values, input }) =>
    withShop(redis, {}, async ({ simulator, workplace }) => {
      for (const [format, text] of Object.entries(manifests)) await workplace.write(`m.${format}`, text);
      const submitted = await workplace.run(
        ['submit', ...values, '--yes'],
        input === undefined ? {} : { input },
      );
      expect(submitted.code).toBe(0);
      expect(submitted.stdout).toMatch(/^r[0-9a-z]{12}\n$/);
      const run = submitted.stdout.trim();
      await work(workplace, run);

      const report = await workplace.run(['report', run, '--format', 'jsonl']);
      expect(report.code).toBe(3);
      const lines = report.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(
        lines.map(({ reference, index, state, errorCode }) => [reference, index, state, errorCode]),
      ).toEqual([
        ['first', 1, 'succeeded', null],
        ['second', 1, 'failed', 'InvalidParameterValue.DomainNotExists'],
        ['third', 1, 'succeeded', null],
        ['third', 2, 'succeeded', null],
      ]);
      expect(simulator.executed()).toHaveLength(3);
    }),
  );
});

describe.concurrent('submit', () => {
  it('answers with the existing run for the same manifest, and buys it again only when told to', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.json', manifests.json);
      const asJson = async (...more: string[]) =>
        JSON.parse((await workplace.run(['submit', manifest, '--yes', '--json', ...more])).stdout);
      const first = await asJson();
      expect(first).toEqual({ run: expect.stringMatching(/^r/), existing: false, total: 4 });
      expect(await asJson()).toEqual({ ...first, existing: true });
      const again = await asJson('--again');
      expect(again).toEqual({ run: expect.stringMatching(/^r/), existing: false, total: 4 });
      expect(again.run).not.toBe(first.run);
    }));

  it('takes the plan that was shown, once', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.json', manifests.json);
      const plan = JSON.parse((await workplace.run(['plan', manifest, '--json'])).stdout);
      expect(plan).toMatchObject({ total: 4, rows: 3, existing: false, purchases: { CreatePlan: 2 } });
      const submitted = await workplace.run(['submit', manifest, '--plan', plan.hash]);
      expect(submitted.stdout.trim()).toBe(plan.run);
    }));

  it('prints the document of validate when it refuses with --json', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.json', '[{"Action":"CreatePlan"}]');
      const refused = await workplace.run(['submit', manifest, '--yes', '--json']);
      expect(refused.code).toBe(2);
      const document = {
        ok: false,
        rows: 1,
        purchases: {},
        problems: [
          { row: 1, line: 1, column: 'PlanType', code: 'missing-parameter', message: expect.any(String) },
        ],
      };
      expect(JSON.parse(refused.stdout)).toEqual(document);
      expect(JSON.parse((await workplace.run(['validate', manifest, '--json'])).stdout)).toEqual(document);
    }));
});

describe.concurrent('report', () => {
  it('writes a file whole, and failed rows as a manifest that can be submitted', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.csv', manifests.csv);
      const run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
      await work(workplace, run);
      const out = `${workplace.folder}/failed.csv`;
      const options = ['--state', 'failed', '--format', 'manifest', '--out', out];
      const written = await workplace.run(['report', run, ...options]);
      expect(written.stdout).toBe('');
      expect(written.code).toBe(3);
      const validated = JSON.parse((await workplace.run(['validate', out, '--json'])).stdout);
      expect(validated).toMatchObject({ ok: true, purchases: { CreatePackageOrder: 1 } });
    }));

  it('ends quietly when its reader goes away', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.csv', manifests.csv);
      const run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
      const report = workplace.start(['report', run, '--format', 'jsonl']);
      report.stopReading();
      expect((await report.ended).stderr).toBe('');
    }));
});
