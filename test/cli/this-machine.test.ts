import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { askConnectionNames } from '../../src/shared/redis/ask-server.ts';
import { findPrivateServer } from '../../src/shared/redis/private-server.ts';
import { isWorkersName } from '../../src/shared/schedule.ts';
import { codeOf } from '../simulator/signed-call.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { until } from '../support/until.ts';

let workplace: Workplace;
beforeEach(async () => {
  workplace = await openWorkplace();
});
afterEach(() => workplace.close());

describe('simulate', () => {
  it('prints its base URL first, or a document, and ends at SIGTERM', async () => {
    const plain = workplace.start(['simulate']);
    const [url] = await plain.says('stdout', /^http:\/\/127\.0\.0\.1:\d+$/m);
    expect((await fetch(`${url}/simulator/executed`)).status).toBe(200);
    plain.kill('SIGTERM');
    expect((await plain.ended).code).toBe(0);

    const environment = { TENCENTCLOUD_SECRET_ID: 'own-id', TENCENTCLOUD_SECRET_KEY: 'own-key' };
    const json = workplace.start(['simulate', '--json'], { environment });
    const [document] = await json.says('stdout', /^\{.*\}$/m);
    expect(JSON.parse(document)).toEqual({
      url: expect.stringMatching(/^http/),
      secretId: 'own-id',
      secretKey: 'own-key',
    });
    json.kill('SIGTERM');
    await json.ended;
  });

  it('grants as many calls a second as it is told, or any number', async () => {
    expect(await codesOfThirtyCalls('5')).toContain('RequestLimitExceeded');
    expect(new Set(await codesOfThirtyCalls('none'))).toEqual(new Set(['OK']));
  });

  async function codesOfThirtyCalls(rate: string): Promise<string[]> {
    const simulator = workplace.start(['simulate', '--json', '--rate', rate]);
    const [document] = await simulator.says('stdout', /^\{.*\}$/m);
    const { url, ...keys } = JSON.parse(document);
    const called = { port: Number(new URL(url).port), ...keys };
    const calls = Array.from({ length: 30 }, () => codeOf(called, 'CreatePlan', { PlanType: 'basic' }));
    return Promise.all(calls);
  }
});

describe('doctor', () => {
  it('finds the private Redis, tells what is missing, and exits 2 when something must be mended', async () => {
    const simulator = workplace.start(['simulate']);
    const [url = ''] = await simulator.says('stdout', /^http.*$/m);
    const environment = { TCBATCH_ENDPOINT: url };
    const sick = await workplace.run(['doctor', '--json'], { environment });
    expect(sick.code).toBe(2);
    const diagnosis = JSON.parse(sick.stdout);
    expect(diagnosis.ok).toBe(false);
    expect(diagnosis.checks).toContainEqual({
      name: 'credentials',
      state: 'wrong',
      finding: expect.any(String),
      advice: expect.stringContaining('TENCENTCLOUD_SECRET_ID'),
    });
    const stranger = { TENCENTCLOUD_SECRET_ID: 'own-id', TENCENTCLOUD_SECRET_KEY: 'own-key' };
    const refused = await workplace.run(['doctor'], { environment: { ...environment, ...stranger } });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('does not accept the credentials: AuthFailure.SecretIdNotFound');
    expect(refused.stdout).not.toContain('own-key');
    const credentials = { TENCENTCLOUD_SECRET_ID: 'simulator-id', TENCENTCLOUD_SECRET_KEY: 'simulator-key' };
    const well = await workplace.run(['doctor'], { environment: { ...environment, ...credentials } });
    expect(well.code).toBe(0);
    expect(well.stdout).toContain('the private Redis');
    expect(well.stdout).toMatch(/Account \d+ pays, balance/);
    expect(well.stdout).toContain('DescribePlans may be asked');
    expect(well.stdout).not.toContain('simulator-key');
    expect((await workplace.run(['down'])).stdout).toContain('is stopped');
    expect((await workplace.run(['down'])).stdout).toContain('was not running');
  });
});

describe('down', () => {
  it('tells of the workers, of whatever prefix, that it stops the private Redis under', async () => {
    const simulator = workplace.start(['simulate']);
    const [url = ''] = await simulator.says('stdout', /^http.*$/m);
    const credentials = { TENCENTCLOUD_SECRET_ID: 'simulator-id', TENCENTCLOUD_SECRET_KEY: 'simulator-key' };
    const workers = [];
    for (const prefix of ['tcbatch', 'other']) {
      const environment = { ...credentials, TCBATCH_ENDPOINT: url, TCBATCH_PREFIX: prefix };
      const worker = workplace.start(['worker'], { environment });
      await worker.says('stderr', /"msg":"Working"/);
      workers.push(worker);
    }
    const server = await findPrivateServer(join(workplace.folder, 'data'));
    await until('both wait for runs to start', async () => {
      const names = await askConnectionNames(server?.socketPath ?? '');
      return names.filter(isWorkersName).length === 2;
    });
    const down = await workplace.run(['down']);
    expect(down.stderr).toContain('2 workers still use: they send nothing');
    expect(down.stdout).toContain('is stopped');
    expect(down.code).toBe(0);
    // Their ends need what the next command starts.
    await workplace.run(['runs']);
    for (const worker of workers) worker.kill('SIGTERM');
    expect(await Promise.all(workers.map(async ({ ended }) => (await ended).code))).toEqual([0, 0]);
    expect((await workplace.run(['down'])).stderr).toBe('');
  });
});

describe('help', () => {
  it('teaches: every command has an example', async () => {
    for (const command of (await createProgram()).commands) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain(`$ tcbatch ${command.name()}`);
    }
  });

  it('of the whole names every exit code, and ends with 0', async () => {
    const root = await workplace.run(['--help']);
    for (const code of Object.values(exitCodes))
      expect(root.stdout).toMatch(new RegExp(`^  ${code} +\\w`, 'm'));
    expect(root.code).toBe(0);
  });

  it('template prints a manifest that validate accepts', async () => {
    for (const format of ['csv', 'json', 'jsonl']) {
      const template = await workplace.run(['template', 'CreatePlan', '--format', format]);
      const options = { input: template.stdout };
      expect((await workplace.run(['validate', '-', '--format', format], options)).code).toBe(0);
    }
  });
});
