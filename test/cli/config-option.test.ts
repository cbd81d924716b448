import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';

const account = (env: object) => JSON.stringify({ accounts: { acme: { credentials: { env } } } });

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace({ TCBATCH_CONFIG: 'of-the-environment.json' });
  await workplace.write('of-the-environment.json', '{"accounts":{}}');
  await workplace.write('acme.json', account({ secretId: 'ACME_ID', secretKey: 'ACME_KEY' }));
  await workplace.write('m.csv', 'Action,PlanType,Account\nCreatePlan,basic,acme\n');
});
afterAll(() => workplace.close());

it('--config names the accounts, and wins over TCBATCH_CONFIG', async () => {
  const without = await workplace.run(['validate', 'm.csv']);
  expect(without).toMatchObject({ code: 2, stdout: expect.stringContaining('acme') });
  expect(await workplace.run(['validate', 'm.csv', '--config', 'acme.json'])).toMatchObject({ code: 0 });
});

it('--config holds for what a command starts, too', async () => {
  const values = ['run', 'm.csv', '--simulate', '--yes', '--config', 'acme.json'];
  expect(await workplace.run(values)).toMatchObject({ code: 0 });
});

it('--config of a file that is not there ends a command, and says what to correct', async () => {
  const { code, stderr } = await workplace.run(['webhooks', 'test', '--config', 'nowhere.json']);
  expect(stderr).toContain('Cannot read the config file nowhere.json');
  expect(stderr).toContain('Correct --config');
  expect(code).toBe(2);
});

it('--config is an option of every command but of the one that reads no setup', async () => {
  const { commands } = await createProgram();
  const without = commands.filter(({ options }) => options.every(({ long }) => long !== '--config'));
  expect(without.map((command) => command.name())).toEqual(['template']);
});
