import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/shared/config.ts';
import { endpointFor } from '../../src/shared/endpoint.ts';
import { type Environment, loadEnvironment } from '../../src/shared/environment.ts';
import { OperatorError } from '../../src/shared/errors.ts';

describe('readConfig', () => {
  it('gives every variable its default', () => {
    expect(readConfig({ HOME: '/home/ann' })).toEqual({
      redisUrl: null,
      redisCaFile: null,
      metricsPort: null,
      metricsHost: '127.0.0.1',
      prefix: 'tcbatch',
      dataDir: '/home/ann/.local/share/tcbatch',
      endpoint: null,
      serviceEndpoints: { dnspod: null, teo: null, billing: null },
      rate: 20,
      pacing: 'paced',
      maxPurchases: null,
      proxies: { https: null, http: null, excepted: [] },
      requestTimeoutMs: 30_000,
      tokenWindowMs: 240_000,
      waitReplicas: 0,
      webToken: null,
      webReadToken: null,
      webhook: null,
      logLevel: 'info',
    });
  });

  it.each([
    'TCBATCH_ENDPOINT',
    'TCBATCH_ENDPOINT_DNSPOD',
    'TCBATCH_ENDPOINT_TEO',
    'TCBATCH_ENDPOINT_BILLING',
    'TCBATCH_PREFIX',
    'TCBATCH_DATA_DIR',
    'TCBATCH_RATE',
    'TCBATCH_PACING',
    'TCBATCH_MAX_PURCHASES',
    'TCBATCH_WAIT_REPLICAS',
    'TCBATCH_WEB_TOKEN',
    'REDIS_URL',
  ])('refuses %s when it is set and holds nothing', (name) => {
    for (const blank of ['', '  ']) {
      const { message, code } = refusalOf({ HOME: '/home/ann', [name]: blank });
      expect(message).toBe(`Cannot read ${name} as it is set and holds nothing: got ""`);
      expect(code).toBe('config-invalid');
    }
  });

  it('takes an empty LOG_LEVEL for one that is not given', () => {
    expect(readConfig({ HOME: '/home/ann', LOG_LEVEL: '' })).toEqual(readConfig({ HOME: '/home/ann' }));
  });

  it('takes private for the private Redis', () => {
    expect(readConfig({ REDIS_URL: 'private' }).redisUrl).toBeNull();
  });

  it.each([
    [{ TCBATCH_DATA_DIR: '/srv/tcbatch' }, '/srv/tcbatch'],
    [{ TCBATCH_DATA_DIR: '~/tcbatch' }, '/home/ann/tcbatch'],
    [{ XDG_DATA_HOME: '/data' }, '/data/tcbatch'],
    [{ XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/tcbatch'],
    [{ XDG_DATA_HOME: '/data', TCBATCH_DATA_DIR: '/srv' }, '/srv'],
  ])('puts the data of %o into %s', (environment, dataDir) => {
    expect(readConfig({ HOME: '/home/ann', ...environment }).dataDir).toBe(dataDir);
  });

  it('finds the certificates of Redis in a home, as .env would have it', () => {
    const { redisCaFile } = readConfig({ HOME: '/home/ann', TCBATCH_REDIS_CA: '~/redis/ca.pem' });
    expect(redisCaFile).toBe('/home/ann/redis/ca.pem');
  });

  it.each([
    'redis://localhost',
    'redis://user:pass,word@redis.example:6380/2',
    'rediss://:p%40ss@redis.example',
    'redis://[::1]:6379',
    'redis+sentinel://one:26379,two/main/1',
    'redis://one:7000,redis://two:7001,redis://three:7002',
  ])('accepts %s as REDIS_URL', (url) => {
    expect(readConfig({ REDIS_URL: url }).redisUrl).toBe(url);
  });

  it.each([
    ['REDIS_URL', 'http://localhost'],
    ['REDIS_URL', 'redis://'],
    ['REDIS_URL', 'redis://host:99999'],
    ['REDIS_URL', 'redis+sentinel://one:26379'],
    ['REDIS_URL', 'redis://one:7000,rediss://two:7001'],
    ['TCBATCH_PREFIX', 'a{b}'],
    ['TCBATCH_PREFIX', 'two words'],
    ['TCBATCH_ENDPOINT', 'ftp://127.0.0.1'],
    ['TCBATCH_ENDPOINT', '127.0.0.1:9000'],
    ['TCBATCH_ENDPOINT_DNSPOD', 'http://127.0.0.1/path'],
    ['TCBATCH_ENDPOINT_TEO', 'http://127.0.0.1?a=b'],
    ['TCBATCH_ENDPOINT_BILLING', 'https://'],
    ['TCBATCH_RATE', '0'],
    ['TCBATCH_RATE', '20.1'],
    ['TCBATCH_RATE', '-1'],
    ['TCBATCH_RATE', '1e1'],
    ['TCBATCH_PACING', 'fast'],
    ['TCBATCH_MAX_PURCHASES', '0'],
    ['TCBATCH_MAX_PURCHASES', '1.5'],
    ['TCBATCH_REQUEST_TIMEOUT_MS', '30s'],
    ['TCBATCH_TOKEN_WINDOW_MS', '-5'],
    ['TCBATCH_WAIT_REPLICAS', 'one'],
    ['TCBATCH_WEB_TOKEN', 'with blank'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s and names it', (name, value) => {
    const error = refusalOf({ [name]: value });
    expect(error.code).toBe('config-invalid');
    expect(error.message).toMatch(new RegExp(`^Cannot read ${name} as `));
  });

  it('says what would be right and what it got', () => {
    expect(refusalOf({ TCBATCH_RATE: '25' }).message).toBe(
      'Cannot read TCBATCH_RATE as a number of calls a second above 0 and at most 20: got 25',
    );
  });

  it('names all wrong variables at once', () => {
    const { message } = refusalOf({ TCBATCH_RATE: 'x', TCBATCH_PACING: 'y', LOG_LEVEL: 'z' });
    expect(message.split('\n').map((line) => line.split(' ')[2])).toEqual([
      'TCBATCH_RATE',
      'TCBATCH_PACING',
      'LOG_LEVEL',
    ]);
  });

  it.each([
    { REDIS_URL: 'redis://user:canary@host:bad' },
    { REDIS_URL: 'user:canary@host' },
    { REDIS_URL: 'redis://host/?password=canary' },
    { TCBATCH_ENDPOINT: 'https://user:canary@proxy' },
    { TCBATCH_WEB_TOKEN: 'canary canary' },
  ])('never shows the secret of %o', (environment) => {
    expect(refusalOf(environment).message).not.toContain('canary');
  });

  it('lets a test lift the bound of the rate, and nothing else of it', () => {
    const TCBATCH_TEST_RATE_UNLIMITED = '1';
    expect(readConfig({ TCBATCH_RATE: '5000', TCBATCH_TEST_RATE_UNLIMITED }).rate).toBe(5000);
    expect(() => readConfig({ TCBATCH_RATE: '0', TCBATCH_TEST_RATE_UNLIMITED })).toThrow(OperatorError);
  });

  it('accepts a rate below one call a second', () => {
    expect(readConfig({ TCBATCH_RATE: '0.5' }).rate).toBe(0.5);
  });
});

describe('loadEnvironment', () => {
  it('puts the environment over the .env file and leaves the process alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tcbatch-env-'));
    await writeFile(
      join(folder, '.env'),
      'TCBATCH_RATE=5\nTCBATCH_PREFIX="from-file"\nREDIS_URL=redis://file\n',
    );
    const environment = loadEnvironment({ TCBATCH_RATE: '7', REDIS_URL: '' }, folder);
    expect(environment).toEqual({ TCBATCH_RATE: '7', TCBATCH_PREFIX: 'from-file', REDIS_URL: '' });
    expect(process.env.TCBATCH_PREFIX).not.toBe('from-file');
    await rm(folder, { recursive: true });
  });

  it('needs no .env file', () => {
    expect(loadEnvironment({ TCBATCH_RATE: '7' }, '/nowhere')).toEqual({ TCBATCH_RATE: '7' });
  });
});

describe('endpointFor', () => {
  const teo = { service: 'teo', host: 'teo.tencentcloudapi.com' } as const;

  it.each([
    [{}, { url: 'https://teo.tencentcloudapi.com', host: 'teo.tencentcloudapi.com' }],
    [
      { TCBATCH_ENDPOINT: 'http://127.0.0.1:9000/' },
      { url: 'http://127.0.0.1:9000', host: '127.0.0.1:9000' },
    ],
    [{ TCBATCH_ENDPOINT: 'https://proxy:443' }, { url: 'https://proxy', host: 'proxy' }],
    [
      { TCBATCH_ENDPOINT: 'http://all', TCBATCH_ENDPOINT_TEO: 'http://[::1]:81' },
      { url: 'http://[::1]:81', host: '[::1]:81' },
    ],
    [
      { TCBATCH_ENDPOINT_DNSPOD: 'http://other' },
      { url: 'https://teo.tencentcloudapi.com', host: 'teo.tencentcloudapi.com' },
    ],
  ])('sends with %o to %o', (environment, endpoint) => {
    expect(endpointFor(readConfig(environment), teo)).toEqual(endpoint);
  });
});

function refusalOf(environment: Environment): OperatorError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof OperatorError) return error;
  }
  throw new Error('Cannot find an OperatorError');
}
