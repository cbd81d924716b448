import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Credentials } from '../../../src/shared/credentials/credentials.ts';
import { findCredentials } from '../../../src/shared/credentials/find-credentials.ts';
import type { Environment } from '../../../src/shared/environment.ts';
import { OperatorError } from '../../../src/shared/errors.ts';

const secret = 'the-secret-key-itself';
const environment = { TENCENTCLOUD_SECRET_ID: 'env-id', TENCENTCLOUD_SECRET_KEY: secret };

let homeDir: string;
beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'tcbatch-home-'));
});
afterEach(() => {
  rmSync(homeDir, { recursive: true });
});

function writeHome(path: string, text: string): string {
  const full = join(homeDir, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const writeIni = (text: string) => writeHome('.tencentcloud/credentials', text);
const writeJson = (profile: string, content: unknown) =>
  writeHome(`.tccli/${profile}.credential`, JSON.stringify(content));

function found(env: Environment = {}, profile?: string) {
  const credentials = findCredentials(env, { homeDir, profile });
  if (!credentials) return null;
  const { secretId, secretKey, token, source } = credentials;
  return { secretId, secretKey, token, source };
}

function refusal(env: Environment = {}): OperatorError {
  try {
    findCredentials(env, { homeDir });
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('Cannot show the refusal as the credentials were accepted');
}

describe('findCredentials', () => {
  it('finds nothing where there is nothing', () => {
    expect(found()).toBeNull();
    expect(found({ TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: '' })).toBeNull();
  });

  it('takes the environment before both files', () => {
    writeIni(`[default]\nsecret_id = ini-id\nsecret_key = ${secret}\n`);
    writeJson('default', { secretId: 'json-id', secretKey: secret });
    expect(found(environment)).toEqual({
      secretId: 'env-id',
      secretKey: secret,
      token: null,
      source: 'environment',
    });
  });

  it('takes the INI file before the JSON file, and its default section alone', () => {
    const source = writeIni(
      `\uFEFF[default]\r\nsecret_id = ini-id\r\nsecret_key=${secret}\r\ntoken = a=b==\r\n[other]\r\nsecret_id = x\r\n`,
    );
    writeJson('default', { secretId: 'json-id', secretKey: secret });
    expect(found()).toEqual({ secretId: 'ini-id', secretKey: secret, token: 'a=b==', source });
  });

  it('takes the JSON file when the INI file has no default section', () => {
    writeIni(`[other]\nsecret_id = ini-id\nsecret_key = ${secret}\n`);
    const source = writeJson('default', { secretId: 'json-id', secretKey: secret, token: 'json-token' });
    expect(found()).toEqual({ secretId: 'json-id', secretKey: secret, token: 'json-token', source });
  });

  it('takes the profile from its option, then TCCLI_PROFILE, then TENCENTCLOUD_PROFILE', () => {
    for (const name of ['one', 'two', 'three', 'default'])
      writeJson(name, { secretId: name, secretKey: secret });
    const env = { TCCLI_PROFILE: 'two', TENCENTCLOUD_PROFILE: 'three' };
    expect(found(env, 'one')?.secretId).toBe('one');
    expect(found(env)?.secretId).toBe('two');
    expect(found({ ...env, TCCLI_PROFILE: '' })?.secretId).toBe('three');
    expect(found()?.secretId).toBe('default');
  });

  it.each(['TENCENTCLOUD_SESSION_TOKEN', 'TENCENTCLOUD_TOKEN', 'TENCENTCLOUD_SECURITY_TOKEN'])(
    'takes the token from %s',
    (name) => {
      expect(found({ ...environment, [name]: 'a-token' })?.token).toBe('a-token');
    },
  );

  it('takes token variables that agree', () => {
    const env = { ...environment, TENCENTCLOUD_TOKEN: 'same', TENCENTCLOUD_SECURITY_TOKEN: 'same' };
    expect(found(env)?.token).toBe('same');
  });

  it('refuses token variables that disagree, naming them but not their values', () => {
    const error = refusal({
      ...environment,
      TENCENTCLOUD_TOKEN: 'token-a',
      TENCENTCLOUD_SESSION_TOKEN: 'token-b',
    });
    expect(error.code).toBe('credential-tokens-disagree');
    expect(error.message).toContain('TENCENTCLOUD_SESSION_TOKEN, TENCENTCLOUD_TOKEN');
    expect(error.message).not.toMatch(/token-[ab]/);
  });

  it.each([
    [{ TENCENTCLOUD_SECRET_ID: 'env-id' }, 'TENCENTCLOUD_SECRET_KEY'],
    [{ TENCENTCLOUD_SECRET_KEY: secret, TENCENTCLOUD_SECRET_ID: '' }, 'TENCENTCLOUD_SECRET_ID'],
    [{ TENCENTCLOUD_TOKEN: 'a-token' }, 'TENCENTCLOUD_SECRET_ID'],
  ])('refuses a half-set environment, naming what is missing (%#)', (env, missing) => {
    writeIni(`[default]\nsecret_id = ini-id\nsecret_key = ${secret}\n`);
    const error = refusal(env);
    expect(error.code).toBe('credential-half-set');
    expect(error.message).toContain('environment');
    expect(error.message).toContain(`got no ${missing}`);
    expect(error.message).not.toContain(secret);
  });

  it('refuses a half-set INI file, naming file and key', () => {
    const path = writeIni('[default]\nsecret_id = ini-id\n');
    expect(refusal().code).toBe('credential-half-set');
    expect(refusal().message).toContain(path);
    expect(refusal().message).toContain('got no secret_key');
  });

  it('refuses a half-set JSON file, naming file and key', () => {
    const path = writeJson('default', { secretKey: secret });
    expect(refusal().message).toContain(path);
    expect(refusal().message).toContain('got no secretId');
  });

  it.each([' qwxz', 'qwxz ', 'qwxz\n', '\tqwxz', 'qw xz', 'qwxzé', '   '])(
    'refuses the key %j without showing any of it',
    (secretKey) => {
      const error = refusal({ ...environment, TENCENTCLOUD_SECRET_KEY: secretKey });
      expect(error.code).toBe('credential-stray-characters');
      expect(error.message).toContain('TENCENTCLOUD_SECRET_KEY');
      expect(`${error.message} ${error.advice}`).not.toMatch(/qw|xz/);
    },
  );

  it.each([
    ['.tencentcloud/credentials', `[default]\nsecret_id = ini-id\nsecret_key[] = ${secret}\n`],
    ['.tccli/default.credential', `{"secretId": "json-id", "secretKey": ${secret}}`],
    ['.tccli/default.credential', '{"secretId": "json-id", "secretKey": 12345}'],
    ['.tccli/default.credential', ''],
  ])('refuses %s of another shape without quoting it (%#)', (path, text) => {
    const full = writeHome(path, text);
    const error = refusal();
    expect(error.code).toBe('credentials-unreadable');
    expect(error.message).toContain(full);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(secret);
  });

  it('refuses a file that cannot be read', () => {
    mkdirSync(join(homeDir, '.tencentcloud', 'credentials'), { recursive: true });
    expect(refusal().message).toContain('got EISDIR');
  });
});

describe('Credentials', () => {
  const credentials = new Credentials(
    { secretId: 'an-id', secretKey: secret, token: 'the-token-itself' },
    'environment',
  );

  it('gives key and token to whoever asks for them by name', () => {
    expect(credentials.secretKey).toBe(secret);
    expect(credentials.token).toBe('the-token-itself');
  });

  it('shows neither key nor token when it is logged, printed, inspected or copied', () => {
    const lines: string[] = [];
    pino({}, { write: (line) => lines.push(line) }).info({ credentials }, 'Credentials found');
    const shown = [
      lines.join(),
      JSON.stringify(credentials),
      String(credentials),
      inspect(credentials),
      inspect(credentials, { showHidden: true, depth: null }),
      JSON.stringify({ ...credentials }),
      inspect(structuredClone(credentials)),
    ].join('\n');
    expect(shown).toContain('an-id');
    expect(shown).not.toContain('itself');
  });
});
