import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { scrape } from '../support/scrape.ts';

let redis: TestRedis;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  workplace = await openWorkplace({ REDIS_URL: redis.url, TCBATCH_PREFIX: testPrefix(), LOG_LEVEL: 'trace' });
});
afterEach(() => workplace.close());

async function urlOf(serve: RunningTcbatch): Promise<string> {
  return (await serve.says('stdout', /http:\/\/\S+/))[0];
}

describe('tcbatch serve', () => {
  it('tells its URL first, and the tokens it made once, which it keeps for its user alone', async () => {
    const first = workplace.start(['serve', '--port', '0']);
    const url = await urlOf(first);
    const [, token = ''] = await first.says('stdout', /Token to log in with.*: (\S+)\n/);
    const [, readToken = ''] = await first.says('stdout', /only look: (\S+)\n/);
    const ask = (bearer: string) =>
      fetch(`${url}/api/runs`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await ask(token)).status).toBe(200);
    expect((await ask(readToken)).status).toBe(200);
    expect((await stat(join(workplace.folder, 'data', 'web-tokens.json'))).mode & 0o777).toBe(0o600);
    first.kill('SIGTERM');
    const ended = await first.ended;
    expect(ended.code).toBe(0);
    expect(ended.stdout.split('\n')[0]).toBe(url);

    const second = workplace.start(['serve', '--port', '0', '--json']);
    const { 0: line } = await second.says('stdout', /\{.*\}\n/);
    expect(JSON.parse(line)).toEqual({ url: expect.stringContaining('http://127.0.0.1:') });
    second.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
    expect(await readFile(join(workplace.folder, 'data', 'web-tokens.json'), 'utf8')).toContain(token);
  });

  it('ends while somebody watches a run, and while a browser keeps its connection', async () => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const credentials = { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' };
    const submitted = await workplace.run(['submit', manifest, '--yes'], { environment: credentials });
    const serve = workplace.start(['serve', '--port', '0'], {
      environment: { TCBATCH_WEB_TOKEN: 'a-token' },
    });
    const url = await urlOf(serve);
    const headers = { authorization: 'Bearer a-token' };
    const stream = await fetch(`${url}/api/runs/${submitted.stdout.trim()}/events`, { headers });
    const reader = stream.body?.getReader();
    await reader?.read();
    serve.kill('SIGTERM');
    for (let read = await reader?.read(); read && !read.done; ) read = await reader?.read();
    expect((await serve.ended).code).toBe(0);
  });

  it('writes no token, cookie or credential to its log', async () => {
    const secrets = {
      TCBATCH_WEB_TOKEN: 'canary-of-the-full-token',
      TCBATCH_WEB_READ_TOKEN: 'canary-of-the-read-token',
      TENCENTCLOUD_SECRET_ID: 'canary-id-0000',
      TENCENTCLOUD_SECRET_KEY: 'canary-of-the-secret-key',
    };
    const serve = workplace.start(['serve', '--port', '0'], { environment: secrets });
    const url = await urlOf(serve);
    const headers = { authorization: `Bearer ${secrets.TCBATCH_WEB_TOKEN}` };
    const login = await fetch(`${url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: secrets.TCBATCH_WEB_TOKEN }),
    });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const heard = [
      await fetch(`${url}/api/runs/../../x?token=canary`, { headers }),
      await fetch(`${url}/api/runs`, { headers: { authorization: 'Bearer wrong' } }),
      await fetch(`${url}/api/uploads`, { method: 'POST', body: 'x', headers }),
      await fetch(`${url}/api/session`, { headers: { cookie } }),
      await fetch(`${url}/api/openapi.json`, { headers }),
      await fetch(`${url}/metrics`, { headers }),
    ];
    const answers = await Promise.all(heard.map((answer) => answer.text()));
    serve.kill('SIGTERM');
    const { stdout, stderr } = await serve.ended;
    for (const text of [stdout, stderr, ...answers]) {
      for (const secret of [...Object.values(secrets), cookie]) expect(text).not.toContain(secret);
    }
  });

  it('says in one sentence when its port is taken or its tokens are the same', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const taken = await workplace.run(['serve', '--port', port]);
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain(`Cannot listen on 127.0.0.1:${port}`);
    other.close();
    const same = { TCBATCH_WEB_TOKEN: 'same', TCBATCH_WEB_READ_TOKEN: 'same' };
    expect((await workplace.run(['serve', '--port', '0'], { environment: same })).stderr).toContain(
      'the same',
    );
  });

  it('tells its metrics without a token on a port of their own, and only where it is asked to', async () => {
    const serve = workplace.start(['serve', '--port', '0', '--metrics-port', '0']);
    await urlOf(serve);
    const [, door = ''] = await serve.says('stderr', /"url":"([^"]+)","msg":"Telling metrics"/);
    const series = await scrape(`${door}/metrics`);
    expect(series.get('tcbatch_redis_writable')).toBe(1);
    expect(series.get('tcbatch_line_held{action="CreatePlan",account="default"}')).toBe(0);
    expect((await fetch(`${door}/readyz`)).status).toBe(200);
    expect((await fetch(`${door}/api/runs`)).status).toBe(404);
    const port = new URL(door).port;
    const second = await workplace.run(['serve', '--port', '0', '--metrics-port', port]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`Cannot tell metrics on 127.0.0.1:${port}`);
    serve.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
  });
});
