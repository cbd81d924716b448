import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findSecrets } from './find-secrets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Published as examples, or invented to look real: nobody's. */
const harmless: ReadonlySet<string> = new Set([
  'AKIDsimulatorsimulatorsimulator',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  '/services/T0/secret-path-of-this-test',
]);

describe('the files of this repository', () => {
  test('hold no secret', () => {
    const paths = listFiles('.');
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'src/cli/main.ts']));
    const found = paths.flatMap((path) =>
      findSecrets(readFileSync(join(root, path), 'utf8'))
        .filter(({ text }) => !harmless.has(text))
        .map(({ kind, text }) => `${path}: ${kind}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});

describe('findSecrets', () => {
  // Put together here, as whole ones would be found in this file.
  test.each([
    ['a SecretId', ['AKID', 'z8krbsJ5yKBZQpn74WFkmLPx3']],
    ['a secret key', ['Gu5t9xGARNpq86cd', '98joQYCN3Cozk1qA']],
    ['a private key', ['-----BEGIN RSA ', 'PRIVATE KEY-----']],
    ['a login', ['redis://user:', 'a1b2c3d4e5f6a7b8@host']],
    ['a made token', ['dGhpcyBpcyBub3QgYSB', '0b2tlbiBhdCBhbGwhIQ']],
  ])('finds %s', (_what, parts) => {
    expect(findSecrets(`key = "${parts.join('')}"`)).not.toEqual([]);
  });

  test('takes names, paths and digests for what they are', () => {
    const text = `tencentcloud-sdk-nodejs-common/tencentcloud/services ${'0123456789abcdef'.repeat(4)}`;
    expect(findSecrets(text)).toEqual([]);
  });
});

/** Everything but what git does not keep, pictures, and digests that npm wrote. */
function listFiles(folder: string): string[] {
  const ignored = new Set(['.git', 'node_modules', 'dist', 'coverage', '.env', 'package-lock.json']);
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (ignored.has(entry.name) || /\.(?:png|log|tgz)$/.test(entry.name)) return [];
    return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : [];
  });
}
