import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';
import { runKeys } from '../../src/shared/ledger/keys.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { findPrivateServer } from '../../src/shared/redis/private-server.ts';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { until } from '../support/until.ts';
import { buyByEveryKey, findUselessKeys } from './buy-by-every-key.ts';
import { findCanaries, formsOf, makeCanary } from './canary.ts';
import { mixedRows } from './mixed-rows.ts';
import { dumpKeys } from './traces.ts';
import { redisUrl, type WatchedPlace, withWatchedPlace } from './watched-place.ts';

vi.setConfig({ testTimeout: 300_000 });

test('no secret leaves a trace of a whole job with all that may go wrong in it', () =>
  withWatchedPlace(async (place) => {
    await refuseManifest(place);
    await cannotReachRedis(place);
    await findUselessKeys(place);
    await buyByEveryKey(place);
    const run = await submit(place, 'job.jsonl', 12);
    await signWithWrongKey(place);
    await loseAnswers(place, run);
    await replayJournal(place, run);
    await stepIn(place, run);
    await report(place, run);
    await cannotReachService(place);
    await simulate(place);
    await crash(place, run);
    await place.client.save();

    const traces = await place.traces();
    expect(findCanaries(place.canaries, traces)).toEqual([]);
    // It was all there to be found: without key, token and password nothing of this would have been bought.
    expect(place.simulator.executed().filter(({ account }) => !account).length).toBeGreaterThanOrEqual(9);
    expect(traces.length).toBeGreaterThan(100);
  }));

async function refuseManifest({ run, write }: WatchedPlace): Promise<void> {
  await write('bad.csv', 'Action,Domain,Grade\nCreatePackageOrder,one.example,DPG_GOLD\n');
  for (const command of ['validate', 'plan', 'submit']) {
    expect((await run([command, 'bad.csv'])).code).toBe(2);
  }
}

async function cannotReachRedis({ run, redis }: WatchedPlace): Promise<void> {
  const { value } = makeCanary('a password that is wrong');
  const urls = [
    redisUrl(redis.port, value),
    redisUrl(1, value),
    `redis://:${value}@127.0.0.1:${redis.port}/nonsense`,
    `redis+sentinel://:${encodeURIComponent(value)}@127.0.0.1:1/name`,
  ];
  const commands = ['worker', 'status', 'doctor', 'worker'];
  const ends = urls.map((url, i) => run([commands[i] ?? ''], { environment: { REDIS_URL: url } }));
  for (const { code, stdout, stderr } of await Promise.all(ends)) {
    expect(code).toBe(2);
    expect(findCanaries([{ name: 'wrong', value }], [traceOf(stdout + stderr)])).toEqual([]);
  }
}

async function submit({ run, write }: WatchedPlace, name: string, count: number): Promise<string> {
  const rows = mixedRows(count).map((row, i) => JSON.stringify({ ...row, Reference: `${name} ${i}` }));
  await write(name, rows.join('\n'));
  expect((await run(['validate', name, '--json'])).code).toBe(0);
  expect((await run(['plan', name])).code).toBe(0);
  const { stdout } = await run(['submit', name, '--yes', '--json']);
  return JSON.parse(stdout).run;
}

/** The API refuses the signature, and the lines are held. */
async function signWithWrongKey({ start, run }: WatchedPlace): Promise<void> {
  const { value } = makeCanary('a key that is wrong');
  const environment = { TENCENTCLOUD_SECRET_KEY: value };
  const worker = start(['worker'], { environment });
  await worker.says('stderr', /AuthFailure/);
  const doctor = await run(['doctor'], { environment });
  worker.kill('SIGTERM');
  const { stderr } = await worker.ended;
  expect(doctor.stdout).toContain('AuthFailure');
  expect(findCanaries([{ name: 'wrong', value }], [traceOf(stderr + doctor.stdout)])).toEqual([]);
  for (const action of ['CreatePackageOrder', 'CreatePlan', 'CreateInstance']) await run(['release', action]);
}

/** Answers of every kind of uselessness, and refusals. */
const badAnswers: readonly FaultRule[] = [
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
  { action: 'CreateInstance', match: { times: 1 }, fault: { kind: 'html', status: 502 } },
  { action: 'CreateInstance', match: { times: 1 }, fault: { kind: 'cut', bytes: 20 } },
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'code', code: 'FailedOperation.NobodyKnows' } },
];

async function loseAnswers(place: WatchedPlace, run: string): Promise<void> {
  const { traced: environment } = place;
  // The last answer is still out when Redis goes, and then the worker: the journal alone has it.
  const last = 'site-3.example';
  const late: FaultRule = { match: { params: { Domain: last } }, fault: { kind: 'late', ms: 2000 } };
  place.simulator.setFaults([late, ...badAnswers]);
  const worker = place.start(['worker'], { environment });
  const isOut = () => place.simulator.executed().some(({ params }) => params.Domain === last);
  await until('the last call is out', isOut);
  await until('the others are settled', async () => {
    const { byState } = await readCounts({ redis: place.client, prefix: place.prefix }, run);
    return byState.queued + byState.sending <= 1;
  });
  await place.redis.kill();
  const journal = join(place.folder, 'data', 'journal');
  await until('the journal has the answer', async () => (await readdir(journal).catch(() => [])).length > 0);
  worker.kill('SIGKILL');
  await worker.ended;
  await place.redis.restart();
  expect(findCanaries(place.canaries, await place.traces())).toEqual([]);
}

/** The next worker finds the journal, and begins to look up what is in doubt. */
async function replayJournal(place: WatchedPlace, run: string): Promise<void> {
  const worker = place.start(['worker']);
  await worker.says('stderr', /written from its journal/);
  await place.run(['reconcile', run]);
  await until('nothing is queued', async () => {
    const { byState } = await readCounts({ redis: place.client, prefix: place.prefix }, run);
    return byState.queued + byState.sending === 0;
  });
  worker.kill('SIGTERM');
  await worker.ended;
}

async function stepIn({ run }: WatchedPlace, id: string): Promise<void> {
  for (const values of [
    ['pause', id],
    ['resume', id],
    ['hold', 'CreatePlan', '--reason', 'lunch'],
    ['release', 'CreatePlan'],
    ['retry', id],
    ['resolve', id, '2', '--not-purchased'],
    ['reconcile', id, '--requeue-proved'],
    ['verify', id],
    ['verify', id, '--json'],
    ['doctor'],
  ]) {
    await run(values);
  }
}

async function report({ run }: WatchedPlace, id: string): Promise<void> {
  const formats = ['table', 'csv', 'json', 'jsonl', 'manifest'];
  const shown = [
    ...formats.map((format) => ['report', id, '--format', format]),
    ...[['status'], ['status', id], ['status', id, '--json'], ['runs', '--json']],
  ].map((values) => run(values));
  for (const { stdout } of await Promise.all(shown)) expect(stdout).not.toBe('');
  await run(['report', id, '--format', 'html', '--out', 'report.html']);
}

async function cannotReachService(place: WatchedPlace): Promise<void> {
  const environment = { TCBATCH_ENDPOINT: 'https://127.0.0.1:1' };
  const run = await submit(place, 'unreachable.jsonl', 3);
  const worker = place.start(['worker'], { environment });
  await until('calls were tried', async () => {
    const { errors } = await readCounts({ redis: place.client, prefix: place.prefix }, run);
    return errors.length > 0 || (await place.client.hexists(pacerOf(place), 'misses')) === 1;
  });
  await place.run(['doctor'], { environment });
  await place.run(['cancel', run]);
  worker.kill('SIGTERM');
  await worker.ended;
}

function pacerOf({ prefix }: WatchedPlace): string {
  return `${prefix}:{line-CreatePlan}:pacer`;
}

/** A process tree of its own, on the private Redis, with the real secrets in the environment that it was given. */
async function simulate({ run, folder, canaries, keys }: WatchedPlace): Promise<void> {
  const { environment } = keys;
  const { code } = await run(['run', 'job.jsonl', '--simulate', '--workers', '2', '--yes'], { environment });
  expect(code).toBe(0);
  const server = await findPrivateServer(join(folder, 'data'));
  const client = new Redis({ path: server?.socketPath ?? '' });
  await client.config('SET', 'rdbcompression', 'no');
  expect(findCanaries(canaries, await dumpKeys(client))).toEqual([]);
  await client.quit();
  await run(['down']);
}

/** What nobody is prepared for ends a command with its stack. */
async function crash({ run, client, prefix }: WatchedPlace, id: string): Promise<void> {
  const bucket = runKeys(prefix, id).bucket(1);
  for (const position of await client.hkeys(bucket)) await client.hset(bucket, position, 'nonsense');
  const { code, stderr } = await run(['report', id, '--format', 'jsonl']);
  expect(code).toBe(1);
  expect(stderr).toContain('    at ');
}

/** The simulator tells which faults are in force. */
function faultNamed(action: string): string {
  return JSON.stringify([{ action, fault: { kind: 'drop-after' } }]);
}

function traceOf(text: string) {
  return { place: 'words', bytes: Buffer.from(text) };
}

test('a secret that leaks is found, in whichever form and wherever it lies', () =>
  withWatchedPlace(async (place) => {
    const [canary = makeCanary('none')] = place.canaries;
    const forms = formsOf(canary);
    for (const { form, text } of forms) await place.write(`${form}.txt`, `before ${text} after`);
    await place.write('wrapped.txt', Buffer.from(`user:${canary.value}:x`).toString('base64'));
    await place.client.hset('hash', 'field', `{"key":"${canary.value}"}`);
    await place.client.get(`asked for ${canary.value}`);
    const said = await place.run(['status', canary.value]);
    await place.ask(`${place.simulator.url}/simulator/faults`, {
      method: 'POST',
      body: faultNamed(canary.value),
    });
    for (const { url } of [place.receiver, place.collector])
      await fetch(url, { method: 'POST', body: canary.value });
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', canary.value]);
    await until('its arguments were seen', async () =>
      leaks(await place.traces()).has('arguments of a process'),
    );
    child.kill();
    await place.client.save();

    const found = leaks(await place.traces());
    for (const { form } of forms) expect(found).toContain(join(place.folder, `${form}.txt`));
    expect(found).toContain(join(place.folder, 'wrapped.txt'));
    expect(found).toContain(join(place.redis.folder, 'dump.rdb'));
    expect(found).toContain('key hash');
    expect(found).toContain('commands to Redis');
    expect(found).toContain('a webhook');
    expect(found).toContain('traces');
    expect(found).toContain('answer of POST /simulator/faults');
    expect(said.stderr).toContain(canary.value);
    expect(found).toContain(`words of tcbatch status ${canary.value}`);

    function leaks(traces: Awaited<ReturnType<WatchedPlace['traces']>>): Set<string> {
      return new Set(findCanaries([canary], traces).map((leak) => leak.replace(/^[^:]*: /, '')));
    }
  }));
