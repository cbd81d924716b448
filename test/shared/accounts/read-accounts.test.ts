import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAccounts } from '../../../src/shared/accounts/read-accounts.ts';
import { readConfig } from '../../../src/shared/config.ts';
import type { Environment } from '../../../src/shared/environment.ts';

let homeDir: string;
beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'tcbatch-config-'));
});
afterEach(() => rmSync(homeDir, { recursive: true }));

function accounts(content: unknown, environment: Environment = {}) {
  const path = join(homeDir, 'config.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const given = { TCBATCH_CONFIG: path, ...environment };
  return readAccounts(readConfig(given), { environment: given, homeDir });
}

const acme = { credentials: { env: { secretId: 'ACME_ID', secretKey: 'ACME_KEY' } } };

test('readAccounts has the default account alone where nothing is configured', () => {
  expect([...readAccounts(readConfig({}), { environment: {}, homeDir }).keys()]).toEqual(['default']);
});

test('readAccounts gives each account the credentials that its variables hold', async () => {
  const all = accounts({ accounts: { acme } }, { ACME_ID: 'acme-id', ACME_KEY: 'acme-key' });
  expect([...all.keys()]).toEqual(['default', 'acme']);
  expect((await all.get('acme')?.source.read())?.secretId).toBe('acme-id');
});

test('readAccounts lets the environment win over the endpoints of the file, and the lower rate count', () => {
  const spec = { ...acme, endpoints: { teo: 'http://127.0.0.1:1' }, rate: 10 };
  expect(accounts({ accounts: { acme: spec } }).get('acme')).toMatchObject({
    rate: 10,
    endpoint: null,
    serviceEndpoints: { teo: 'http://127.0.0.1:1', dnspod: null },
  });
  const environment = { TCBATCH_ENDPOINT: 'http://127.0.0.1:2', TCBATCH_RATE: '5' };
  expect(accounts({ accounts: { acme: spec } }, environment).get('acme')).toMatchObject({
    rate: 5,
    endpoint: 'http://127.0.0.1:2',
    serviceEndpoints: { teo: null },
  });
});

test('readAccounts lifts the limit for a server of our own alone, never for the vendor', () => {
  const lifted = { TCBATCH_RATE: '5000', TCBATCH_TEST_RATE_UNLIMITED: '1' };
  const own = { ...lifted, TCBATCH_ENDPOINT: 'http://127.0.0.1:2' };
  expect(accounts({ accounts: {} }, own).get('default')?.rate).toBe(5000);
  const refusal = 'at most 20 where calls of account default go to the vendor: got 5000';
  for (const environment of [
    lifted,
    { ...lifted, TCBATCH_ENDPOINT: 'https://teo.intl.tencentcloudapi.com' },
    { ...own, TCBATCH_ENDPOINT_TEO: 'https://teo.tencentcloudapi.com' },
    { ...lifted, TCBATCH_ENDPOINT_TEO: 'http://127.0.0.1:2' },
  ]) {
    expect(() => accounts({ accounts: {} }, environment)).toThrow(refusal);
  }
});

test('readAccounts takes dummy keys alone where everything is simulated', async () => {
  const all = accounts({ accounts: { acme } }, { ACME_ID: 'real', ACME_KEY: 'real', TCBATCH_SIMULATED: '1' });
  expect((await all.get('acme')?.source.read())?.secretId).toBe('simulator-id.acme');
});

test.each([
  ['no JSON', '{ secretKey: never-shown', 'must be JSON'],
  [
    'a secret in the file',
    { accounts: { acme: { credentials: { secretKey: 'never-shown' } } } },
    'secretKey',
  ],
  [
    'a secret in the place of a variable',
    {
      accounts: { acme: { credentials: { env: { secretId: 'AKIDnever-shown', secretKey: 'never-shown' } } } },
    },
    'the name of an environment variable',
  ],
  ['an account without credentials', { accounts: { acme: {} } }, 'accounts.acme.credentials must be given'],
  ['two sources', { accounts: { acme: { credentials: { role: 'r', file: 'f' } } } }, 'one of env'],
  ['a name that no key may hold', { accounts: { 'a b': acme } }, 'letters, digits'],
  ['a rate that no service grants', { accounts: { acme: { ...acme, rate: 21 } } }, 'at most 20'],
])('readAccounts refuses %s, and shows no value', (_what, content, says) => {
  const read = () => accounts(content);
  expect(read).toThrow(says);
  expect(read).not.toThrow('never-shown');
});
