import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from '../../src/shared/log.ts';

const canary = 'canary-7f3a';

describe('createLog', () => {
  it('writes one JSON line for each call', () => {
    const { log, lines } = recordingLog({ isTerminal: false });
    log.child({ component: 'pacer' }).info({ run: 'abc' }, 'Slot granted');
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      component: 'pacer',
      run: 'abc',
      msg: 'Slot granted',
    });
  });

  it('keeps quiet below its level', () => {
    const { log, lines } = recordingLog({ isTerminal: false, level: 'warn' });
    log.info('Nobody hears');
    expect(lines()).toEqual([]);
  });

  it.each([
    ['a secret key', { secretKey: canary }],
    ['names as the API has them', { a: { b: { c: { d: { SecretKey: canary, Token: canary } } } } }],
    ['the environment', { env: { TENCENTCLOUD_SECRET_KEY: canary, TENCENTCLOUD_TOKEN: canary } }],
    ['headers', { headers: { Authorization: `TC3-HMAC-SHA256 ${canary}`, 'X-TC-Token': canary } }],
    ['a list of header values', { headers: { cookie: [canary, canary] } }],
    ['elements of a list', { accounts: [{ name: 'one', secret_key: canary }, { token: canary }] }],
    ['a URL', { url: `redis://user:${canary}@host:6379` }],
    [
      'JSON within a string',
      { body: JSON.stringify({ Token: canary, nested: JSON.stringify({ password: canary }) }) },
    ],
    ['a value with quotes', { password: `"${canary}"\\"${canary}\n${canary}` }],
    [
      'an error',
      new Error(`connect redis://:${canary}@host`, {
        cause: Object.assign(new Error('x'), { token: canary }),
      }),
    ],
  ])('never writes what is secret in %s', (_, secret) => {
    for (const isTerminal of [false, true]) {
      const { log, lines } = recordingLog({ isTerminal });
      log.error(secret, 'Something happened');
      log.child(secret instanceof Error ? { err: secret } : secret).error('Something happened');
      expect(lines().join('')).toContain('Something happened');
      expect(lines().join('')).not.toContain(canary);
    }
  });

  it('never writes an authorization header in free text', () => {
    const { log, lines } = recordingLog({ isTerminal: false });
    log.info(`sent Authorization: TC3-HMAC-SHA256 Credential=x, Signature=${canary}`);
    log.info(`sent Authorization: Bearer ${canary}`);
    expect(lines().join('')).not.toContain(canary);
  });

  it('keeps what only resembles a secret, and stays JSON', () => {
    const { log, lines } = recordingLog({ isTerminal: false });
    log.info({
      ClientToken: 'kept',
      tokenWindowMs: 5,
      password: 'gone "',
      after: 'kept',
      url: 'http://host/a@b',
    });
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      ClientToken: 'kept',
      tokenWindowMs: 5,
      password: '[redacted]',
      after: 'kept',
      url: 'http://host/a@b',
    });
  });
});

function recordingLog(options: Pick<LogOptions, 'isTerminal'> & Partial<LogOptions>) {
  const written: string[] = [];
  const stream = { write: (line: string) => void written.push(line) };
  return { log: createLog({ level: 'info', ...options, stream }), lines: () => written };
}
