import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { planRun } from '../../src/producer/plan-run.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { startWeb } from '../../src/web/server/start-web.ts';
import type { WebOptions } from '../../src/web/server/web-options.ts';
import { testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

export const tokens = { full: 'full-token-of-a-test', read: 'read-token-of-a-test' };

/** A site of one test's own, listening on a free port of this machine. */
export interface Site {
  readonly url: string;
  readonly ledger: Ledger;
  readonly uploadsFolder: string;
  /** Asks as the holder of the full token, unless the headers say otherwise; an empty `authorization` is none. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** The same, for an answer in JSON that is known to be good. */
  readonly read: <Value>(path: string, init?: RequestInit) => Promise<Value>;
  readonly close: () => Promise<void>;
}

/** Opens a site in this process; nothing behind it can reach an account. */
export async function openSite(redis: TestRedis, options: Partial<WebOptions> = {}): Promise<Site> {
  const ledger = testLedger(redis);
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-site-'));
  const uploadsFolder = join(folder, 'uploads');
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    ledger,
    log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    tokens,
    allowedHosts: [],
    isBehindProxy: false,
    uploadsFolder,
    maxUploadBytes: 10_000_000,
    uploadIdleMs: 30_000,
    maxPurchases: null,
    accounts: ['default'],
    payersOf: async () => ({
      payer: {
        secretId: 'AKID…test',
        source: 'a test',
        hosts: ['127.0.0.1:1'],
        uin: null,
        balance: null,
      },
      payers: {},
    }),
    makePlan: (survey, plan) => planRun(ledger, survey, { ...plan, prospects: {} }),
    lookForSkips: async () => ({ wouldSkip: {}, wouldSkipUnknown: {} }),
    requireBalancesAbove: async () => {},
    diagnose: async () => ({ ok: true, checks: [] }),
    withLookRoom: () => Promise.reject(new Error('Cannot look at a provider as this test has none')),
    withPayRoom: () => Promise.reject(new Error('Cannot pay as this test has no provider')),
    ...options,
  });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${web.url}${path}`, { redirect: 'manual', ...init, headers: withToken(init.headers) });
  return {
    url: web.url,
    ledger,
    uploadsFolder,
    ask,
    read: async <Value>(path: string, init?: RequestInit) => {
      const answer = await ask(path, init);
      const text = await answer.text();
      if (!answer.ok)
        throw new Error(`Cannot read ${path} as it was answered with ${answer.status}: ${text}`);
      return JSON.parse(text) as Value;
    },
    close: async () => {
      await web.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same on a redis-server of its own, which goes with it. */
export async function openSiteAlone(): Promise<Site> {
  const redis = await startTestRedis();
  const site = await openSite(redis);
  return { ...site, close: () => site.close().finally(redis.stop) };
}

function withToken(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  if (!headers.has('authorization') && !headers.has('cookie')) {
    headers.set('authorization', `Bearer ${tokens.full}`);
  }
  if (headers.get('authorization') === '') headers.delete('authorization');
  return headers;
}
