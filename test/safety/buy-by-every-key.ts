import { expect } from 'vitest';
import { until } from '../support/until.ts';
import type { WatchedPlace } from './watched-place.ts';

/** Buys once with the key of every place that a key may come from, watched by the site, its traces and webhooks. */
export async function buyByEveryKey(place: WatchedPlace): Promise<void> {
  const { keys, start, run, write, simulator, receiver, collector } = place;
  const environment = { ...keys.environment, ...place.traced };
  await write('keys.jsonl', `${keys.accounts.map((account) => rowOf(account)).join('\n')}\n${rowOf()}`);
  const doctor = await run(['doctor', '--json'], { environment });
  expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
  expect((await run(['plan', 'keys.jsonl'], { environment })).code).toBe(0);
  const submitted = (await run(['submit', 'keys.jsonl', '--yes'], { environment })).stdout.trim();
  const worker = start(['worker', '--metrics-port', '0'], { environment });
  const serve = start(['serve', '--port', '0'], { environment });
  const [site = ''] = await serve.says('stdout', /http:\/\/\S+/);
  const [, metrics] = await worker.says('stderr', /"url":"([^"]+)","msg":"Telling metrics"/);
  const payers = () => simulator.executed().flatMap(({ account }) => account ?? []);
  await until('every key has bought', () => payers().length === keys.accounts.length + 1);
  expect(payers().toSorted()).toEqual([...keys.accounts, 'pod'].toSorted());
  await askEverything(place, site, submitted);
  await place.ask(`${metrics}/metrics`);
  const told = () => receiver.received.find(({ body }) => body.includes(submitted));
  await until('somebody was told', () => told() !== undefined);
  expect(told()?.headers['webhook-signature']).toMatch(/^v1,/);
  for (const process of [worker, serve]) process.kill('SIGTERM');
  await Promise.all([worker.ended, serve.ended]);
  const spans = collector.received.filter(({ body }) => body.includes('CreatePackageOrder'));
  expect(spans[0]?.headers.authorization).toMatch(/^Bearer \S{40,}$/);
}

/** Keys that cannot be used, and keys that stand where none may stand, are told of without being shown. */
export async function findUselessKeys({ keys, run }: WatchedPlace): Promise<void> {
  const withConfig = (path: string) => ({ environment: { ...keys.environment, TCBATCH_CONFIG: path } });
  const doctor = await run(['doctor'], withConfig(keys.uselessConfig));
  for (const name of ['half', 'torn', 'blank', 'none'])
    expect(doctor.stdout).toContain(`wrong    credentials  ${name}: `);
  for (const path of keys.mistakenConfigs) {
    const { code, stderr } = await run(['status'], withConfig(path));
    expect(code).toBe(2);
    expect(stderr).toContain(`Cannot read the config file ${path}`);
  }
}

/** Every door of the site that only tells, and what is said to whoever is turned away. */
async function askEverything({ ask, webToken }: WatchedPlace, site: string, run: string): Promise<void> {
  const headers = { authorization: `Bearer ${webToken}` };
  const { paths } = JSON.parse(await ask(`${site}/api/openapi.json`, { headers }));
  const doors = Object.entries<object>(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  expect(doors.length).toBeGreaterThan(10);
  const values: Readonly<Record<string, string>> = {
    run,
    action: 'CreatePackageOrder',
    row: '1',
    index: '1',
  };
  const filled = doors.map((path) => path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? 'none'));
  for (const path of [...filled, `/runs/${run}`, '/login']) await ask(site + path, { headers });
  const upload = { method: 'POST', headers: { ...headers, 'content-type': 'text/csv' } };
  await ask(`${site}/api/runs?dryRun=true`, { ...upload, body: 'Action,PlanType\nCreatePlan,basic\n' });
  await ask(`${site}/api/runs`, { ...upload, body: 'Action,PlanType\nCreatePlan,golden\n' });
  await ask(`${site}/login`, { method: 'POST', body: new URLSearchParams({ token: webToken, name: 'me' }) });
  await ask(`${site}/login`, {
    method: 'POST',
    body: new URLSearchParams({ token: `${webToken}x`, name: 'me' }),
  });
  await ask(`${site}/api/runs`, { headers: { authorization: `Bearer ${webToken}x` } });
}

function rowOf(account?: string): string {
  const Domain = `of-${account ?? 'pod'}.example`;
  return JSON.stringify({
    Action: 'CreatePackageOrder',
    Domain,
    Grade: 'DPG_PROFESSIONAL',
    Account: account,
  });
}
