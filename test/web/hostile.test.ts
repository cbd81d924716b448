import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSiteAlone, type Site, tokens } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSiteAlone();
});
afterAll(() => site.close());

const script = '<script>alert(1)</script>';

/** Sends bytes as they are, and resolves with all that comes back. */
function sendRaw(text: string): Promise<string> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(text));
    let heard = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      heard += piece;
    });
    socket.once('error', reject).once('close', () => resolve(heard));
  });
}

function upload(text: string, name: string): Promise<Response> {
  const boundary = 'a-boundary';
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="manifest"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${text}\r\n--${boundary}--\r\n`;
  return site.ask('/api/runs', {
    method: 'POST',
    body,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
}

describe('a hostile text', () => {
  it.each([
    ['../../../../etc/passwd.csv', 'passwd.csv'],
    ['C:\\\\windows\\\\a.csv', 'a.csv'],
    ['a\u202egnp.csv', 'agnp.csv'],
    ['..csv', '..csv'],
    ['%2e%2e%2fa.csv', undefined],
  ])('as file name %s names nothing but the run', async (given, shown) => {
    const answer = await upload(`Action,PlanType,Reference\nCreatePlan,basic,"${given}"\n`, given);
    expect(answer.status).toBe(201);
    const { manifest } = (await answer.json()) as { manifest: string };
    expect(manifest).not.toMatch(/[/\\]/);
    if (shown !== undefined) expect(manifest).toBe(shown);
  });

  it('in references, names and messages is handed on as data, never as a page', async () => {
    const text = `Action,PlanType,Reference,#Note\nCreatePlan,basic,"${script.replaceAll('"', '""')}","=cmd()"\n`;
    const answer = await site.ask(`/api/runs?name=${encodeURIComponent(`${script}\r\nX: y`)}`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/csv' },
    });
    const { run, name } = (await answer.json()) as { run: string; name: string };
    expect(name).toBe(`${script}X: y`);
    expect(answer.headers.get('x')).toBeNull();
    const page = await site.ask(`/api/runs/${run}/purchases`);
    expect(page.headers.get('content-type')).toContain('application/json');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const csv = await (await site.ask(`/api/runs/${run}/report?format=csv`)).text();
    expect(csv).toContain("'=cmd()");
    const asPage = await site.ask(`/api/runs/${run}/report?format=html`);
    expect(asPage.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox$/);
    expect(await asPage.text()).not.toContain(script);
    const shell = await (await site.ask(`/runs/${run}`)).text();
    expect(shell).not.toContain('alert(1)');
  });

  it('in an address reaches no key of Redis, no file and no header', async () => {
    for (const path of [
      '/api/runs/..%2f..%2fetc',
      '/api/runs/a%7D%3Arun',
      '/api/runs/r%0d%0aSet-Cookie%3A%20x=y',
      '/api/uploads/..%2f..%2f..%2fetc%2fpasswd',
      `/runs/${encodeURIComponent(script)}`,
      `/api/actions/${encodeURIComponent(script)}/audit`,
    ]) {
      const answer = await site.ask(path);
      expect([400, 404]).toContain(answer.status);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    for (const path of [
      '/assets/../server/start-web.ts',
      '/assets/%2e%2e/api-types.ts',
      '/assets/runs-page.ts',
      '/assets/..%2f..%2f..%2fpackage.json',
    ]) {
      const heard = await sendRaw(
        `GET ${path} HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\nAuthorization: Bearer ${tokens.full}\r\nConnection: close\r\n\r\n`,
      );
      expect(heard).toMatch(/^HTTP\/1\.1 40[034]/);
    }
  });

  it('in a body makes no prototype and no field that nobody asked for', async () => {
    const ask = (body: string) =>
      site.ask('/api/actions/CreatePlan/hold', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    expect((await ask('{"__proto__":{"reason":"x"}}')).status).toBe(400);
    expect((await ask('{"reason":"x","role":"full"}')).status).toBe(400);
    expect((await ask('{"reason":')).status).toBe(400);
    expect((await ask(`{"reason":"${'x'.repeat(600)}"}`)).status).toBe(400);
    expect((await ask(`{"reason":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413);
  });
});

describe('a page', () => {
  it('runs no script but those of the site, and stands in no frame', async () => {
    for (const path of ['/login', '/runs', '/upload', '/actions', '/doctor', '/runs/r123']) {
      const answer = await site.ask(path);
      expect(answer.status).toBe(200);
      const policy = answer.headers.get('content-security-policy') ?? '';
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]) {
        expect(policy).toContain(rule);
      }
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const page = await answer.text();
      expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i);
    }
  });
});
