import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine, readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { requeueRun } from '../../src/shared/requeue.ts';
import type { RunStatus } from '../../src/shared/run.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { checkedRow, fillRun, testLedger } from '../support/ledger.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const keys = {
  acme: { secretId: 'acme-id', secretKey: 'acme-key' },
  globex: { secretId: 'globex-id', secretKey: 'globex-key' },
};
const basic = { PlanType: 'basic' };
const ofAcme = { action: 'CreatePlan', account: 'acme' };
const ofGlobex = { action: 'CreatePlan', account: 'globex' };
const lines = [ofAcme, ofGlobex];
/** Of some seconds of full speed. */
const plansEach = 45;

let redis: TestRedis;
let ledger: Ledger;
let simulator: Simulator;
let workplace: Workplace;
beforeAll(async () => {
  [redis, simulator] = await Promise.all([startTestRedis(), startSimulator({ otherAccounts: keys })]);
});
afterAll(() => Promise.all([redis.stop(), simulator.close()]));
beforeEach(async () => {
  simulator.reset();
  ledger = testLedger(redis);
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: ledger.prefix,
    TCBATCH_ENDPOINT: simulator.url,
    TCBATCH_CONFIG: 'config.json',
    ACME_ID: keys.acme.secretId,
    ACME_KEY: keys.acme.secretKey,
    LOG_LEVEL: 'info',
  });
  const env = { secretId: 'ACME_ID', secretKey: 'ACME_KEY' };
  const file = join(workplace.folder, 'globex.credential');
  const accounts = { acme: { credentials: { env } }, globex: { credentials: { file } } };
  await workplace.write('config.json', JSON.stringify({ accounts }));
  await writeGlobexKey(keys.globex.secretKey);
});
afterEach(() => workplace.close());

function writeGlobexKey(secretKey: string): Promise<string> {
  const { secretId } = keys.globex;
  return workplace.write('globex.credential', JSON.stringify({ secretId, secretKey }));
}

describe('two accounts', () => {
  it.each([
    ['by a worker each', [['acme'], ['globex']]],
    ['by one worker', [['acme', 'globex']]],
  ])('served %s reach a limit of 20 a second each, and never more', async (_how, crew) => {
    for (const line of lines) await holdLine(ledger, line, { code: 'Person', reason: 'Not yet' });
    const rows = lines.map((line, i) => checkedRow(i + 1, { ...line, params: basic, count: plansEach }));
    await requeueRun(ledger, await fillRun(ledger, rows));
    const workers = crew.map((names) =>
      workplace.start(['worker', ...names.flatMap((name) => ['--account', name])]),
    );
    for (const worker of workers) await worker.says('stderr', /"msg":"Working"/);
    expect(simulator.executed()).toEqual([]);
    // At one moment, so that there is a second in which both send.
    await Promise.all(lines.map((line) => releaseLine(ledger, line)));
    await until('all is bought', () => simulator.executed().length === 2 * plansEach);
    for (const worker of workers) worker.kill('SIGTERM');
    for (const worker of workers) expect((await worker.ended).code).toBe(0);

    const lanes = ['CreatePlan.acme', 'CreatePlan.globex'];
    for (const lane of lanes) {
      const traffic = simulator.stats()[lane];
      expect(traffic).toMatchObject({ calls: plansEach, refused: 0, byCode: { OK: plansEach } });
      expect(traffic?.maxInSlidingSecond).toBeLessThanOrEqual(20);
    }
    // Together they were never kept to the limit of one.
    expect(mostInASecond(lanes.flatMap((lane) => simulator.arrivals(lane)))).toBeGreaterThan(20);
  });

  it('of which one has a wrong key: its line alone is held, `run` exits 5, and releasing it finishes the run', async () => {
    const rows = Object.keys(keys).map((account) => `CreatePlan,basic,3,${account}\n`);
    await workplace.write('m.csv', `Action,PlanType,Count,Account\n${rows.join('')}`);
    await writeGlobexKey('not-the-key');
    const first = await workplace.run(['run', 'm.csv', '--yes']);
    expect(first.code).toBe(5);
    expect(payers()).toEqual(new Set(['acme']));
    expect(await onlyStatus()).toMatchObject({
      state: 'held',
      counts: { succeeded: 3, queued: 3, failed: 0, 'in-doubt': 0 },
      held: [{ ...ofGlobex, code: 'AuthFailure.SignatureFailure' }],
    });
    await workplace.run(['hold', 'CreatePlan', '--account', 'acme', '--reason', 'Of a person']);
    await writeGlobexKey(keys.globex.secretKey);
    expect((await workplace.run(['release', 'CreatePlan'])).stdout).toContain('was not held');
    const released = await workplace.run(['release', 'CreatePlan', '--account', 'globex']);
    expect(released.stdout).toContain('CreatePlan.globex goes on');
    expect(await readHold(ledger, ofGlobex)).toBeNull();
    expect(await readHold(ledger, ofAcme)).toMatchObject({ ...ofAcme, reason: 'Of a person' });

    expect((await workplace.run(['run', 'm.csv', '--yes'])).code).toBe(0);
    expect(simulator.executed()).toHaveLength(6);
    expect(payers()).toEqual(new Set(['acme', 'globex']));
    expect(await readHold(ledger, ofAcme)).not.toBeNull();
  });
});

describe('two accounts that are one at the provider', () => {
  const shared = expect.stringContaining(`the same account of the provider's as acme (100000000001)`);
  const doctor = async () => JSON.parse((await workplace.run(['doctor', '--json'])).stdout);

  beforeEach(async () => {
    const { secretId, secretKey } = keys.acme;
    const twin = { secretId: keys.globex.secretId, secretKey: 'key-of-the-twin' };
    // Their names in the simulator count no more: both keys are of its first account now.
    await setKeys([{ secretId, secretKey }, twin]);
    await writeGlobexKey(twin.secretKey);
  });

  it('are found by the doctor, and no worker works both', async () => {
    const worker = await workplace.run(['worker']);
    expect(worker.code).toBe(2);
    expect(worker.stderr).toContain('Cannot work accounts acme and globex');
    expect(worker.stderr).toContain('got 100000000001 for both');
    const { ok, checks } = await doctor();
    expect(ok).toBe(false);
    expect(checks).toContainEqual(
      expect.objectContaining({ account: 'globex', state: 'wrong', finding: shared }),
    );
  });

  it('stop no worker whose keys may not ask who they are', async () => {
    const fault = { kind: 'code' as const, code: 'UnauthorizedOperation.CamNoAuth' };
    simulator.setFaults([{ action: 'DescribeAccountBalance', fault }]);
    const worker = workplace.start(['worker']);
    await worker.says('stderr', /"msg":"Working"/);
    worker.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    expect((await doctor()).checks).not.toContainEqual(expect.objectContaining({ finding: shared }));
  });
});

function setKeys(pairs: readonly { readonly secretId: string; readonly secretKey: string }[]) {
  return fetch(`${simulator.url}/simulator/credentials`, { method: 'POST', body: JSON.stringify(pairs) });
}

async function onlyStatus(): Promise<RunStatus> {
  const [only] = JSON.parse((await workplace.run(['runs', '--json'])).stdout);
  return only;
}

function payers(): Set<string | undefined> {
  return new Set(simulator.executed().map(({ account }) => account));
}

function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1000).length));
}
