import { type Browser, chromium } from 'playwright-core';
import type { ExecutedPurchase } from '../../src/simulator/account.ts';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { openTab, type Tab, type TabOptions, tokens } from './tab.ts';

/** Everything a person at the site has to do with, each a process of its own: server, worker, provider, Redis, browser. */
export interface Ground {
  readonly url: string;
  readonly place: Workplace;
  /** Opens a tab in which nobody is logged in. */
  readonly open: (options?: TabOptions) => Promise<Tab>;
  readonly startWorker: () => Promise<RunningTcbatch>;
  /** Asks the API, as the holder of the full token. Throws when it is refused. */
  readonly ask: <Value>(path: string, init?: RequestInit) => Promise<Value>;
  /** The same for a POST with a body in JSON. */
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  /** Queues rows as a script would, and returns the run. */
  readonly submit: (manifest: string, query?: string) => Promise<string>;
  /** Puts these faults in force at the provider in place of all others. */
  readonly setFaults: (rules: readonly FaultRule[]) => Promise<void>;
  /** What the account has to spend at the provider, in hundredths. */
  readonly setBalance: (cents: number) => Promise<void>;
  /** All that the provider sold. */
  readonly executed: () => Promise<readonly ExecutedPurchase[]>;
  /** What browsers complained of since this was last asked. */
  readonly complaints: () => string[];
  /** Ends the server as a crash would. */
  readonly killServer: () => Promise<void>;
  /** Starts it again on its port. */
  readonly restartServer: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface GroundOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** More of what the server is started with. */
  readonly serve?: readonly string[];
  /** And of the provider, such as what it sold before. */
  readonly simulate?: readonly string[];
}

/** Sets up a ground of one test file's own. The caller closes it. */
export async function openGround(
  chromiumPath: string,
  { environment = {}, serve: more = [], simulate = [] }: GroundOptions = {},
): Promise<Ground> {
  const redis = await startTestRedis();
  const place = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TCBATCH_WEB_TOKEN: tokens.full,
    TCBATCH_WEB_READ_TOKEN: tokens.read,
    // The simulator takes these from the environment, as everybody here does.
    TENCENTCLOUD_SECRET_ID: 'AKIDsimulatorsimulatorsimulator',
    TENCENTCLOUD_SECRET_KEY: 'simulator-key',
    TZ: 'UTC',
    ...environment,
  });
  const [provider, browser] = await Promise.all([startProvider(place, simulate), startBrowser(chromiumPath)]);
  const endpoint = { TCBATCH_ENDPOINT: provider };
  const serve = (port: string) => startServer(place, ['--port', port, ...more], endpoint);
  let server = await serve('0');
  const { url } = server;
  const ask = askAt(url);
  const complaints: string[] = [];
  return {
    url,
    place,
    ask,
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    open: (options) => openTab(browser, { url, complaints }, options),
    complaints: () => complaints.splice(0),
    startWorker: async () => {
      const worker = place.start(['worker'], { environment: endpoint });
      await worker.says('stderr', /"msg":"Working"/);
      return worker;
    },
    submit: async (manifest, query = '') => {
      const headers = { 'content-type': 'text/csv' };
      const { run } = await ask<{ run: string }>(`/api/runs?${query}`, {
        method: 'POST',
        body: manifest,
        headers,
      });
      return run;
    },
    setFaults: async (rules) => {
      await read(`${provider}/simulator/faults`, { method: 'POST', body: JSON.stringify(rules) });
    },
    setBalance: async (balance) => {
      await read(`${provider}/simulator/account`, { method: 'POST', body: JSON.stringify({ balance }) });
    },
    executed: async () =>
      (await read<{ purchases: ExecutedPurchase[] }>(`${provider}/simulator/executed`)).purchases,
    killServer: async () => {
      server.process.kill('SIGKILL');
      await server.process.ended;
    },
    restartServer: async () => {
      server = await serve(new URL(url).port);
    },
    close: () => close({ browser, place, redis }),
  };
}

function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function startProvider(place: Workplace, options: readonly string[]): Promise<string> {
  const simulator = place.start(['simulate', '--json', ...options]);
  const [line] = await simulator.says('stdout', /^{.*}$/m);
  return (JSON.parse(line) as { url: string }).url;
}

async function startServer(
  place: Workplace,
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; readonly process: RunningTcbatch }> {
  const process = place.start(['serve', ...options], { environment });
  const [url] = await process.says('stdout', /^http:\S+$/m);
  return { url, process };
}

function askAt(url: string): Ground['ask'] {
  return (path, init = {}) =>
    read(`${url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${tokens.full}` } });
}

async function read<Value>(url: string, init: RequestInit = {}): Promise<Value> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Cannot read ${url} as it was answered with ${answer.status}: ${text}`);
  return JSON.parse(text) as Value;
}

async function close({
  browser,
  place,
  redis,
}: {
  readonly browser: Browser;
  readonly place: Workplace;
  readonly redis: TestRedis;
}): Promise<void> {
  await browser.close();
  await place.close();
  await redis.stop();
}
