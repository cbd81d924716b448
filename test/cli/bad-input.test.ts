import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const header = 'Action,Domain,Grade\n';
const good = `${header}CreatePackageOrder,one.example,DPG_PROFESSIONAL\n`;

let redis: TestRedis;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TENCENTCLOUD_SECRET_ID: 'simulator-id',
    TENCENTCLOUD_SECRET_KEY: 'simulator-key',
    TCBATCH_ENDPOINT: 'http://127.0.0.1:1',
  });
});
afterEach(() => workplace.close());

/** Nothing was queued when Redis holds nothing at all. */
async function expectNothingQueued(): Promise<void> {
  expect(await redis.connect().dbsize()).toBe(0);
}

describe('submit refuses a manifest with exit code 2, says why, and queues nothing', () => {
  const manifests: readonly (readonly [
    what: string,
    name: string,
    content: string | Uint8Array,
    code: string,
  ])[] = [
    ['that is not UTF-8', 'm.csv', Buffer.from([...Buffer.from(good), 0xff, 0xfe]), 'not-utf8'],
    ['with a ragged line', 'm.csv', `${good}CreatePackageOrder,two.example\n`, 'ragged-line'],
    ['with an unclosed quote', 'm.csv', `${good}CreatePackageOrder,"two.example,DPG_ULTIMATE\n`, 'bad-csv'],
    ['that is empty', 'm.csv', '', 'no-rows'],
    ['with a header only', 'm.csv', header, 'no-rows'],
    [
      'with an unknown action',
      'm.csv',
      `${header}CreatePackageOder,one.example,DPG_ULTIMATE\n`,
      'unknown-action',
    ],
    ['with an unknown column', 'm.csv', good.replace('Domain', 'Domian'), 'unknown-column'],
    ['with a wrong enum', 'm.csv', good.replace('DPG_PROFESSIONAL', 'DPG_PRO'), 'not-one-of'],
    ['without a required parameter', 'm.csv', good.replace('DPG_PROFESSIONAL', ''), 'missing-parameter'],
    [
      'with a Domain twice',
      'm.csv',
      `${good}CreatePackageOrder,ONE.example.,DPG_ULTIMATE\n`,
      'duplicate-parameter',
    ],
    [
      'with a Reference twice',
      'm.csv',
      'Action,PlanType,Reference\nCreatePlan,basic,a\nCreatePlan,basic,a\n',
      'duplicate-reference',
    ],
    ['with a bad Count', 'm.csv', 'Action,PlanType,Count\nCreatePlan,basic,0\n', 'bad-count'],
    ['of JSON cut short', 'm.json', '[{"Action":"CreatePlan","PlanType":"basic"},', 'bad-json'],
    ['of JSONL cut short', 'm.jsonl', '{"Action":"CreatePlan","PlanTy\n', 'bad-json'],
  ];

  it.each(manifests)('%s', async (_what, name, content, code) => {
    const manifest = await workplace.write(name, content);
    const submitted = await workplace.run(['submit', manifest, '--yes']);
    expect(submitted.stderr).toContain(`[${code}]`);
    expect(submitted.stderr).toMatch(/\d problems?( in \d+ rows?)?; nothing was queued/);
    expect(submitted.stdout).toBe('');
    expect(submitted.code).toBe(2);
    await expectNothingQueued();
  });

  it('and validate tells every problem on standard output', async () => {
    const rows = [
      'CreatePackageOrder,one.example,GOLD',
      'CreatePackageOrder,one.example,',
      'Creat,two.example,X',
    ];
    const manifest = await workplace.write('m.csv', `${header}${rows.join('\n')}\n`);
    const validated = await workplace.run(['validate', manifest]);
    expect(validated.stdout).toMatch(/^line 2, row 1, column Grade: .*\[not-one-of\]$/m);
    expect(validated.stdout).toMatch(/^line 3, row 2, column Grade: .*\[missing-parameter\]$/m);
    expect(validated.stdout).toMatch(/^line 4, row 3, column Action: .*\[unknown-action\]$/m);
    expect(validated.stdout).toMatch(/4 problems in 3 rows; nothing was queued\n$/);
    expect(validated.code).toBe(2);
  });

  it('larger than TCBATCH_MAX_PURCHASES, and takes --max-purchases over it', async () => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,3\n');
    const environment = { TCBATCH_MAX_PURCHASES: '2' };
    const refused = await workplace.run(['validate', manifest], { environment });
    expect(refused.stdout).toContain('[too-many-purchases]');
    expect(refused.code).toBe(2);
    const taken = await workplace.run(['validate', manifest, '--max-purchases', '3'], { environment });
    expect(taken.code).toBe(0);
  });
});

describe('submit and run refuse what the operator can mend with exit code 2 and without a stack', () => {
  interface Wrong {
    readonly what: string;
    readonly values?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
    readonly says: RegExp;
  }
  const wrongs: readonly Wrong[] = [
    { what: 'a missing file', values: ['submit', 'nowhere.csv', '--yes'], says: /no such file/ },
    { what: 'a directory', values: ['submit', 'folder', '--yes'], says: /it is a directory/ },
    { what: 'an unknown --action', values: ['submit', 'm.csv', '--yes', '--action', 'Nope'], says: /Nope/ },
    { what: 'an unknown option', values: ['submit', 'm.csv', '--yess'], says: /Did you mean --yes/ },
    { what: 'an unknown command', values: ['submitt', 'm.csv'], says: /Did you mean submit/ },
    { what: 'no consent and no terminal', values: ['submit', 'm.csv'], says: /--yes/ },
    { what: 'no consent to pay', values: ['pay', '20260731000017'], says: /Agree beforehand with --yes\.$/m },
    { what: 'a stale plan', values: ['submit', 'm.csv', '--plan', 'feedfacefeedface'], says: /plan/ },
    {
      what: 'an account that nobody configured',
      values: ['submit', 'm.csv', '--yes', '--account', 'acme'],
      says: /acme/,
    },
    {
      what: 'no credentials',
      environment: { TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: '' },
      says: /no credentials were found/,
    },
    {
      what: 'half a credential',
      environment: { TENCENTCLOUD_SECRET_KEY: '' },
      says: /TENCENTCLOUD_SECRET_KEY/,
    },
    {
      what: 'an unreachable Redis',
      environment: { REDIS_URL: 'redis://127.0.0.1:1' },
      says: /Cannot reach Redis/,
    },
    { what: 'a wrong variable', environment: { TCBATCH_RATE: '21' }, says: /TCBATCH_RATE/ },
    {
      what: 'an endpoint that is set and empty',
      environment: { TCBATCH_ENDPOINT: '' },
      says: /TCBATCH_ENDPOINT/,
    },
    { what: 'a REDIS_URL that is set and empty', environment: { REDIS_URL: '' }, says: /REDIS_URL/ },
    { what: 'a wrong log level', environment: { LOG_LEVEL: 'loud' }, says: /LOG_LEVEL/ },
    {
      what: 'a live account on a Redis that may forget',
      values: ['run', 'm.csv', '--yes'],
      environment: { TCBATCH_ENDPOINT: 'https://dnspod.tencentcloudapi.com', REDIS_URL: 'volatile' },
      says: /--accept-volatile-redis/,
    },
  ];

  it.each(wrongs)('$what', async ({ values = ['submit', 'm.csv', '--yes'], environment = {}, says }) => {
    await workplace.write('m.csv', good);
    await mkdir(join(workplace.folder, 'folder'));
    const volatile =
      environment.REDIS_URL === 'volatile' ? await startTestRedis({ settings: { appendonly: 'no' } }) : null;
    try {
      const submitted = await workplace.run(values, {
        environment: { ...environment, ...(volatile ? { REDIS_URL: volatile.url } : {}) },
      });
      expect(submitted.stderr).toMatch(says);
      expect(submitted.stderr).not.toMatch(/^\s+at /m);
      expect(submitted.stdout).toBe('');
      expect(submitted.code).toBe(2);
      await expectNothingQueued();
    } finally {
      await volatile?.stop();
    }
  });

  it('a run that nobody knows', async () => {
    for (const values of [
      ['report', 'rnothing'],
      ['status', 'rnothing'],
      ['pause', 'rnothing'],
    ]) {
      const asked = await workplace.run(values);
      expect(asked.stderr).toContain('rnothing');
      expect(asked.code).toBe(2);
    }
  });
});

describe('submit to a Redis that takes no writes', () => {
  it('says why and what to do with exit code 2, and adds nothing', async () => {
    const client = redis.connect();
    const file = await workplace.write('m.csv', good);
    await client.config('SET', 'min-replicas-to-write', '1');
    try {
      const { code, stderr } = await workplace.run(['submit', file, '--yes']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/Cannot write to Redis as it refuses writes: got NOREPLICAS/);
      expect(stderr).not.toContain('    at ');
    } finally {
      await client.config('SET', 'min-replicas-to-write', '0');
    }
    await expectNothingQueued();
  });
});
