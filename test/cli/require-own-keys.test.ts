import pino from 'pino';
import { expect, test } from 'vitest';
import { requireOwnKeys } from '../../src/cli/require-own-keys.ts';
import { closeAccounts, openAccounts } from '../../src/shared/accounts/open-account.ts';
import { fixedSource } from '../../src/shared/credentials/credential-source.ts';
import { Credentials } from '../../src/shared/credentials/credentials.ts';

async function withKeys(keys: Readonly<Record<string, string>>, body: () => void) {
  const described = Object.entries(keys).map(([name, secretId]) => {
    const source = fixedSource(new Credentials({ secretId, secretKey: 'key' }, 'the test'));
    const endpoints = { endpoint: null, serviceEndpoints: { dnspod: null, teo: null, billing: null } };
    return [name, { name, rate: 20, source, ...endpoints }] as const;
  });
  const accounts = openAccounts(new Map(described), pino({ level: 'silent' }));
  await Promise.all(Array.from(accounts.values(), ({ keyring }) => keyring.refresh()));
  try {
    requireOwnKeys(accounts);
    body();
  } finally {
    closeAccounts(accounts);
  }
}

test('requireOwnKeys refuses two accounts of one key, which together would call twice as often', async () => {
  await expect(withKeys({ default: 'one', acme: 'one' }, () => {})).rejects.toThrow(
    'Cannot work accounts default and acme as each must have a key of its own: got one for both',
  );
});

test('requireOwnKeys takes accounts that each have a key of their own', async () => {
  let isTaken = false;
  await withKeys({ default: 'one', acme: 'two' }, () => {
    isTaken = true;
  });
  expect(isTaken).toBe(true);
});
