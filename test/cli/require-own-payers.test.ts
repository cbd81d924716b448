import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { requireOwnPayers } from '../../src/cli/require-own-payers.ts';
import { closeAccounts, openAccounts } from '../../src/shared/accounts/open-account.ts';
import { fixedSource } from '../../src/shared/credentials/credential-source.ts';
import { Credentials } from '../../src/shared/credentials/credentials.ts';

async function requireOwn(
  keys: Readonly<Record<string, string>>,
  uins: Readonly<Record<string, string>> = {},
) {
  const described = Object.entries(keys).map(([name, secretId]) => {
    const source = fixedSource(new Credentials({ secretId, secretKey: 'key' }, 'the test'));
    const endpoints = { endpoint: null, serviceEndpoints: { dnspod: null, teo: null, billing: null } };
    return [name, { name, rate: 20, source, ...endpoints }] as const;
  });
  const accounts = openAccounts(new Map(described), pino({ level: 'silent' }));
  await Promise.all(Array.from(accounts.values(), ({ keyring }) => keyring.refresh()));
  try {
    requireOwnPayers(accounts, new Map(Object.entries(uins)));
  } finally {
    closeAccounts(accounts);
  }
}

const message = (names: string, shared: string) =>
  `Cannot work accounts ${names} as each must be one of its own at the provider: got ${shared} for both`;

describe('requireOwnPayers', () => {
  test('refuses two accounts of one key, which together would call twice as often', async () => {
    await expect(requireOwn({ default: 'one', acme: 'one' })).rejects.toThrow(
      message('default and acme', 'one'),
    );
  });

  test('refuses two accounts of two keys whose number is the same', async () => {
    const keys = { default: 'one', acme: 'two', globex: 'three' };
    const uins = { default: '100', acme: '200', globex: '200' };
    await expect(requireOwn(keys, uins)).rejects.toThrow(message('acme and globex', '200'));
  });

  test.each([
    ['each have a key of their own', {}],
    ['each have a number of their own', { default: '100', acme: '200' }],
    ['have a key that may not tell its number', { acme: '100' }],
  ])('takes accounts that %s', async (_what, uins) => {
    await expect(requireOwn({ default: 'one', acme: 'two' }, uins)).resolves.toBeUndefined();
  });
});
