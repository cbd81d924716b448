import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLineAudit, wholeTime } from '../../src/shared/ledger/audit.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site, tokens } from './site.ts';

let redis: TestRedis;
let site: Site;
beforeAll(async () => {
  redis = await startTestRedis();
  site = await openSite(redis);
});
afterAll(async () => {
  await site.close();
  await redis.stop();
});

const line = { action: 'CreatePlan', account: 'default' };
const nobody = { authorization: '' };

/** Logs in as the form does; resolves with the cookie. */
async function logIn(own: Site, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await own.ask('/login', {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { ...nobody, ...headers },
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { answer, cookie };
}

/** Asks with a Host header of one's own, which fetch does not allow. */
function statusFor(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${site.url}${path}`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });
}

describe('the door', () => {
  it('is shut to whoever brings no token or a wrong one, with a problem document', async () => {
    for (const headers of [{ authorization: 'Bearer wrong' }, { authorization: 'Basic eDp5' }, nobody]) {
      const answer = await site.ask('/api/runs', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    }
    for (const path of ['/metrics', '/api/openapi.json', '/api/doctor', '/nowhere']) {
      expect((await site.ask(path, { headers: nobody })).status).toBe(401);
    }
  });

  it('is open to health checks and the login page alone', async () => {
    for (const path of ['/healthz', '/readyz', '/login', '/assets/icon.svg', '/assets/vendor/preact.js']) {
      expect((await site.ask(path, { headers: nobody })).status).toBe(200);
    }
    const page = await site.ask('/runs', { headers: nobody });
    expect(page.status).toBe(303);
    expect(page.headers.get('location')).toBe('/login?next=%2Fruns');
  });

  it('lets the token for looking look, and change nothing', async () => {
    const headers = { authorization: `Bearer ${tokens.read}` };
    expect((await site.ask('/api/runs', { headers })).status).toBe(200);
    for (const path of ['/api/actions/CreatePlan/hold', '/api/runs', '/api/uploads', '/api/runs/rx/cancel']) {
      const answer = await site.ask(path, { method: 'POST', headers });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'read-only' });
    }
    expect((await site.ask(`/api/uploads/${'0'.repeat(32)}`, { method: 'DELETE', headers })).status).toBe(
      403,
    );
  });

  it('answers to its own names alone, as a name of others may be pointed at this machine', async () => {
    const { host } = new URL(site.url);
    const port = host.split(':')[1];
    expect(await statusFor('/healthz', { host })).toBe(200);
    expect(await statusFor('/healthz', { host: `localhost:${port}` })).toBe(200);
    for (const other of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', '10.0.0.1']) {
      expect(await statusFor('/healthz', { host: other })).toBe(403);
    }
  });

  it('answers to a name that it was told', async () => {
    const named = await openSite(redis, { allowedHosts: ['batch.example'] });
    const { port } = new URL(named.url);
    const asked = request(named.url, { path: '/healthz', headers: { host: `batch.example:${port}` } }).end();
    const status = await new Promise((resolve) => {
      asked.once('response', (answer) => resolve(answer.resume().statusCode));
    });
    expect(status).toBe(200);
    await named.close();
  });

  it('makes whoever guesses wait, even with the right token then', async () => {
    const own = await openSite(redis);
    const guess = (token: string) => own.ask('/api/runs', { headers: { authorization: `Bearer ${token}` } });
    const statuses = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await guess(`wrong-${i}`)).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    const right = await guess(tokens.full);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    const { answer } = await logIn(own, { token: tokens.full });
    expect(answer.status).toBe(429);
    await own.close();
  });
});

describe('a session', () => {
  it('is a cookie out of reach for scripts and other sites, and holds no token', async () => {
    const { answer, cookie } = await logIn(site, { token: tokens.full, name: 'Ana', next: '/runs?x=1' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/runs');
    const header = answer.headers.get('set-cookie') ?? '';
    expect(header).toContain('HttpOnly');
    expect(header).toContain('SameSite=Strict');
    expect(header).toContain('Path=/');
    expect(header).not.toContain('Secure');
    expect(Buffer.from(cookie.split('=')[1]?.split('.')[0] ?? '', 'base64url').toString()).not.toContain(
      tokens.full,
    );
    expect(await site.read('/api/session', { headers: { cookie } })).toMatchObject({
      role: 'full',
      name: 'Ana',
    });
    expect(await (await site.ask('/runs', { headers: { cookie } })).text()).toContain('Ana');
  });

  it('is sent over HTTPS alone where a proxy speaks it', async () => {
    const proxied = await openSite(redis, { isBehindProxy: true });
    const { answer } = await logIn(proxied, { token: tokens.full }, { 'x-forwarded-proto': 'https' });
    expect(answer.headers.get('set-cookie')).toContain('Secure');
    await proxied.close();
  });

  it('cannot be forged, stretched, or promoted', async () => {
    const { cookie } = await logIn(site, { token: tokens.read });
    const [name, value = ''] = cookie.split('=');
    const [text = '', signature] = value.split('.');
    const session = JSON.parse(Buffer.from(text, 'base64url').toString());
    const forge = (changes: object) => {
      const forged = Buffer.from(JSON.stringify({ ...session, ...changes })).toString('base64url');
      return `${name}=${forged}.${signature}`;
    };
    const cookies = [
      forge({ role: 'full' }),
      forge({ expiresAtMs: 9e15 }),
      `${name}=${text}.`,
      `${name}=x.y`,
      `${name}=`,
    ];
    for (const forged of cookies) {
      expect((await site.ask('/api/runs', { headers: { cookie: forged } })).status).toBe(401);
    }
    expect((await site.ask('/api/runs', { headers: { cookie } })).status).toBe(200);
  });

  it('changes something only from a page of this site', async () => {
    const { cookie } = await logIn(site, { token: tokens.full, name: 'Ana' });
    const hold = (headers: Record<string, string>) =>
      site.ask('/api/actions/CreatePlan/hold', { method: 'POST', headers: { cookie, ...headers } });
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: site.url },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const answer = await hold(headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'cross-site' });
    }
    expect((await hold({ origin: site.url })).status).toBe(200);
    expect((await hold({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const [deed] = await readLineAudit(site.ledger, line, wholeTime);
    expect(deed).toMatchObject({ who: 'web:127.0.0.1 Ana', what: 'hold' });
    await site.ask('/api/actions/CreatePlan/release', { method: 'POST' });
  });

  it('cannot be begun by a form of another site', async () => {
    const { answer } = await logIn(site, { token: tokens.full }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('ends with logging out, on every server and for whoever kept the cookie', async () => {
    const { cookie } = await logIn(site, { token: tokens.read });
    const out = await site.ask('/logout', { method: 'POST', headers: { cookie, origin: site.url } });
    expect(out.status).toBe(303);
    expect(out.headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970');
    expect((await site.ask('/api/runs', { headers: { cookie } })).status).toBe(401);
  });

  it('is refused for a wrong token, on a page that says so without repeating it', async () => {
    const { answer } = await logIn(site, { token: '<script>alert(1)</script>', next: '//evil.example' });
    expect(answer.status).toBe(401);
    const page = await answer.text();
    expect(page).toContain('not the right one');
    expect(page).not.toContain('alert(1)');
    expect(page).toContain('name="next" value="/"');
  });

  it('never leads away from the site', async () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      '/%0d%0aX: y',
      'javascript:alert(1)',
    ]) {
      const { answer } = await logIn(site, { token: tokens.full, next });
      expect(answer.status).toBe(303);
      const location = new URL(answer.headers.get('location') ?? '', site.url);
      expect(location.origin).toBe(site.url);
    }
  });
});
