import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/shared/ledger/audit.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site } from './site.ts';

interface Upload {
  readonly upload: string;
  readonly ok: boolean;
  readonly problems: readonly { readonly row: number; readonly code: string }[];
  readonly problemCount: number;
  readonly plan: { readonly hash: string; readonly total: number; readonly run: string } | null;
  readonly planAgain: { readonly hash: string } | null;
}

let redis: TestRedis;
let site: Site;
beforeAll(async () => {
  redis = await startTestRedis();
  site = await openSite(redis, { maxUploadBytes: 100_000 });
});
afterAll(async () => {
  await site.close();
  await redis.stop();
});

const good = (name: string, rows = 3) =>
  [
    'Action,Domain,Grade',
    ...Array.from({ length: rows }, (_, i) => `CreatePackageOrder,${name}-${i}.example,DPG_PROFESSIONAL`),
  ].join('\n');
const bad =
  'Action,Domain,Grade\nCreatePackageOrder,a.example,NOT_A_GRADE\nCreatePackageOrder,=cmd|x,DPG_PROFESSIONAL\n';

function post(path: string, text: string, type = 'text/csv', headers: Record<string, string> = {}) {
  return site.ask(path, { method: 'POST', body: text, headers: { 'content-type': type, ...headers } });
}

function form(text: string, name: string): FormData {
  const data = new FormData();
  data.append('manifest', new Blob([text], { type: 'text/csv' }), name);
  return data;
}

async function keptUploads(): Promise<string[]> {
  return readdir(site.uploadsFolder).catch(() => []);
}

describe('POST /api/runs', () => {
  it('queues a raw manifest, and answers the same one with the run there is', async () => {
    const first = await post('/api/runs?name=july', good('raw'));
    expect(first.status).toBe(201);
    const status = (await first.json()) as { run: string; name: string; total: number };
    expect(status).toMatchObject({ name: 'july', total: 3, state: 'running', manifest: 'manifest.csv' });
    expect(first.headers.get('location')).toBe(`/api/runs/${status.run}`);
    const second = await post('/api/runs', good('raw'));
    expect(second.status).toBe(200);
    expect(await second.json()).toMatchObject({ run: status.run });
    const again = await post('/api/runs?again=true', good('raw'));
    expect(again.status).toBe(201);
    expect(((await again.json()) as { run: string }).run).not.toBe(status.run);
    expect(await readAudit(site.ledger, status.run)).toMatchObject([{ who: 'api', what: 'submit' }]);
    expect(await keptUploads()).toEqual([]);
  });

  it('labels and schedules a run, and lists those with a label', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const query = `label=customer%3Dacme&label=month%3D2026-07&at=${encodeURIComponent(at)}`;
    const scheduled = await post(`/api/runs?${query}`, good('labelled'));
    expect(scheduled.status).toBe(201);
    const status = (await scheduled.json()) as { run: string };
    const labels = { customer: 'acme', month: '2026-07' };
    expect(status).toMatchObject({ state: 'paused', startsAt: at, labels });
    const found = await site.read<{ run: string }[]>('/api/runs?label=customer%3Dacme&label=month');
    expect(found.map(({ run }) => run)).toEqual([status.run]);
    expect(await site.read('/api/runs?label=customer%3Dother')).toEqual([]);
    expect((await site.ask('/api/runs?label=Customer')).status).toBe(422);
    expect((await post('/api/runs?label=nothing', good('unlabelled'))).status).toBe(422);
    expect((await post('/api/runs?at=2020-01-01T00:00Z', good('late'))).status).toBe(422);
  });

  it('takes the file of a form, and JSON and JSONL by their media types', async () => {
    const ofForm = await site.ask('/api/runs', {
      method: 'POST',
      body: form(good('form'), '../../etc/<b>x.csv'),
    });
    expect(ofForm.status).toBe(201);
    expect(await ofForm.json()).toMatchObject({ manifest: '<b>x.csv' });
    const row = { Action: 'CreatePlan', PlanType: 'basic', Count: 4 };
    const json = await post('/api/runs', JSON.stringify([row]), 'application/json');
    expect(await json.json()).toMatchObject({ total: 4, manifest: 'manifest.json' });
    const jsonl = await post(
      '/api/runs',
      `${JSON.stringify({ ...row, Count: 5 })}\n`,
      'application/x-ndjson',
    );
    expect(await jsonl.json()).toMatchObject({ total: 5 });
    const plain = await post('/api/runs?action=CreatePlan&format=csv', 'PlanType\npersonal\n', 'text/plain');
    expect(plain.status).toBe(201);
  });

  it('refuses a bad manifest with every problem, and queues nothing', async () => {
    const refused = await post('/api/runs', bad);
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await refused.json()) as { problems: { row: number }[] };
    expect(problem).toMatchObject({ status: 422, code: 'manifest-invalid', ok: false, rows: 2 });
    expect(problem.problems[0]).toMatchObject({ row: 1, line: 2, column: 'Grade' });
  });

  it('checks and plans without queueing when it is a dry run', async () => {
    const answer = await post('/api/runs?dryRun=true', good('dry'));
    expect(answer.status).toBe(200);
    const document = (await answer.json()) as { plan: { run: string } };
    expect(document).toMatchObject({ ok: true, rows: 3, plan: { total: 3, existing: false } });
    expect((await site.ask(`/api/runs/${document.plan.run}`)).status).toBe(404);
    expect((await post('/api/runs?dryRun=true', bad)).status).toBe(422);
  });

  it('says 413 to what is too large, 415 to what it cannot read, 422 to what is no manifest', async () => {
    const large = 'x'.repeat(300_000);
    expect((await post('/api/runs', large)).status).toBe(413);
    expect((await site.ask('/api/runs', { method: 'POST', body: form(large, 'a.csv') })).status).toBe(413);
    const chunked = await site.ask('/api/runs', {
      method: 'POST',
      body: ReadableStream.from([Buffer.from(large), Buffer.from(large)]),
      headers: { 'content-type': 'text/csv' },
      duplex: 'half',
    });
    expect(chunked.status).toBe(413);
    expect((await post('/api/runs', good('x'), 'image/png')).status).toBe(415);
    expect((await post('/api/runs', good('x'), 'application/octet-stream')).status).toBe(415);
    expect((await post('/api/runs?action=CreatePlann', good('x'))).status).toBe(422);
    const other = new FormData();
    other.append('file', new Blob(['x']), 'a.csv');
    expect((await site.ask('/api/runs', { method: 'POST', body: other })).status).toBe(422);
    expect(await keptUploads()).toEqual([]);
  });
});

describe('an upload', () => {
  it('is bought only once its number and its plan were confirmed', async () => {
    const created = await site.ask('/api/uploads', { method: 'POST', body: form(good('up', 5), 'up.csv') });
    expect(created.status).toBe(201);
    const upload = (await created.json()) as Upload;
    const plan = upload.plan;
    if (!plan) throw new Error('Cannot confirm as there is no plan');
    expect(upload).toMatchObject({ ok: true, rows: 5, manifest: 'up.csv', problemCount: 0 });
    expect(plan).toMatchObject({ total: 5, payer: { secretId: 'AKID…test' } });
    expect((await site.ask(`/api/runs/${plan.run}`)).status).toBe(404);

    const confirm = (body: object) =>
      post(`/api/uploads/${upload.upload}/confirm`, JSON.stringify(body), 'application/json');
    expect((await confirm({ purchases: 4, plan: plan.hash })).status).toBe(409);
    expect((await confirm({ purchases: 5, plan: 'another' })).status).toBe(409);
    expect((await site.ask(`/api/runs/${plan.run}`)).status).toBe(404);

    const answers = await Promise.all([
      confirm({ purchases: 5, plan: plan.hash, name: 'onboarding' }),
      confirm({ purchases: 5, plan: plan.hash, name: 'onboarding' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(await site.read(`/api/runs/${plan.run}`)).toMatchObject({ total: 5, counts: { queued: 5 } });
    expect(await (await confirm({ purchases: 5, plan: plan.hash })).json()).toMatchObject({ run: plan.run });
    await site.ask(`/api/uploads/${upload.upload}`, { method: 'DELETE' });
    expect((await site.ask(`/api/uploads/${upload.upload}`)).status).toBe(404);
    expect(await keptUploads()).toEqual([]);
  });

  it('tells its problems, also as a file that no spreadsheet runs', async () => {
    const upload = (await (await post('/api/uploads', bad)).json()) as Upload;
    expect(upload).toMatchObject({ ok: false, plan: null, problemCount: upload.problems.length });
    const csv = await (await site.ask(`/api/uploads/${upload.upload}/problems`)).text();
    expect(csv.split('\n')[0]).toBe('row,line,column,code,message');
    const json = await site.read<unknown[]>(`/api/uploads/${upload.upload}/problems?format=json`);
    expect(json).toEqual(upload.problems);
    const refused = await post(
      `/api/uploads/${upload.upload}/confirm`,
      JSON.stringify({ purchases: 2, plan: 'x' }),
      'application/json',
    );
    expect(refused.status).toBe(422);
    await site.ask(`/api/uploads/${upload.upload}`, { method: 'DELETE' });
  });

  it('shows the plan as it would be now, and the one to buy it again', async () => {
    const upload = (await (await post('/api/uploads', good('twice'))).json()) as Upload;
    expect(upload.planAgain).toBeNull();
    await post('/api/runs', good('twice'));
    const now = await site.read<Upload>(`/api/uploads/${upload.upload}`);
    expect(now.plan).toMatchObject({ existing: true });
    const again = await post(
      `/api/uploads/${upload.upload}/confirm`,
      JSON.stringify({ purchases: 3, plan: now.planAgain?.hash, again: true }),
      'application/json',
    );
    expect(again.status).toBe(201);
  });

  it('that became a run says so, even where that cannot be noted on it', async () => {
    const upload = (await (await post('/api/uploads', good('unnoted'))).json()) as Upload;
    await mkdir(join(site.uploadsFolder, upload.upload, 'check.json.new'));
    const confirm = () =>
      post(
        `/api/uploads/${upload.upload}/confirm`,
        JSON.stringify({ purchases: 3, plan: upload.plan?.hash }),
        'application/json',
      );
    const [first, second] = [await confirm(), await confirm()];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('that is removed while it is confirmed becomes a whole run, or none', async () => {
    for (const name of ['removed-a', 'removed-b', 'removed-c']) {
      const upload = (await (await post('/api/uploads', good(name, 500))).json()) as Upload;
      const path = `/api/uploads/${upload.upload}`;
      const body = JSON.stringify({ purchases: 500, plan: upload.plan?.hash });
      const [confirmed, removed] = await Promise.all([
        post(`${path}/confirm`, body, 'application/json'),
        site.ask(path, { method: 'DELETE' }),
      ]);
      expect(removed.status).toBe(204);
      expect([201, 404]).toContain(confirmed.status);
      const run = await site.ask(`/api/runs/${upload.plan?.run}`);
      expect(run.status).toBe(confirmed.status === 201 ? 200 : 404);
      if (run.status === 200) expect(await run.json()).toMatchObject({ state: 'running', total: 500 });
      expect((await site.ask(path)).status).toBe(404);
    }
  });

  it('that stops coming is given up, and nothing of it is kept', async () => {
    const impatient = await openSite(redis, { uploadIdleMs: 100 });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(Buffer.from('Action,Domain\n'));
    const answer = await impatient.ask('/api/uploads', {
      method: 'POST',
      body: readable,
      headers: { 'content-type': 'text/csv' },
      duplex: 'half',
    });
    expect(answer.status).toBe(408);
    expect(await readdir(impatient.uploadsFolder)).toEqual([]);
    await writer.abort().catch(() => {});
    await impatient.close();
  });
});

describe('Idempotency-Key', () => {
  it('has a request answered as it was the first time, and no other one under its key', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await post('/api/runs?again=true', good('key'), 'text/csv', key);
    const second = await post('/api/runs?again=true', good('key'), 'text/csv', key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await second.text()).toBe(await first.text());
    expect((await post('/api/runs?again=true', good('other'), 'text/csv', key)).status).toBe(422);
    const third = await post('/api/runs?again=true', good('key'), 'text/csv', { 'idempotency-key': 'k-2' });
    expect(third.headers.get('location')).not.toBe(first.headers.get('location'));
  });

  it('buys again once only, even where the answer was never kept', async () => {
    const key = { 'idempotency-key': 'k-5' };
    await post('/api/runs', good('lost'));
    const first = await post('/api/runs?again=true', good('lost'), 'text/csv', key);
    await loseAnswers();
    const second = await post('/api/runs?again=true', good('lost'), 'text/csv', key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('counts for changes of an action too, and what was refused may be tried again', async () => {
    const hold = (reason: string) =>
      post('/api/actions/CreatePlan/hold', JSON.stringify({ reason }), 'application/json', {
        'idempotency-key': 'k-3',
      });
    expect(
      (await post('/api/actions/Nothing/hold', '{}', 'application/json', { 'idempotency-key': 'k-4' }))
        .status,
    ).toBe(404);
    expect(
      (await post('/api/actions/Nothing/hold', '{}', 'application/json', { 'idempotency-key': 'k-4' }))
        .status,
    ).toBe(404);
    expect((await hold('one')).status).toBe(200);
    await post('/api/actions/CreatePlan/release', '{}', 'application/json');
    expect((await hold('one')).headers.get('idempotent-replayed')).toBe('true');
    expect((await hold('two')).status).toBe(422);
    const lines = await site.read<{ action: string; held: unknown }[]>('/api/actions');
    expect(lines.find(({ action }) => action === 'CreatePlan')?.held).toBeNull();
  });
});

/** Leaves Redis as a server does that died between buying and answering. */
async function loseAnswers(): Promise<void> {
  const { redis: client, prefix } = site.ledger;
  for (const key of await client.keys(`${prefix}:{web}:idempotency:*`)) {
    if ((await client.get(key))?.includes('"answer"')) await client.del(key);
  }
}
