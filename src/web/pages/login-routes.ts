import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { systemClock } from '../../shared/clock.ts';
import { answers } from '../api/answers.ts';
import { checkToken, type Doorkeeper } from '../server/authenticate.ts';
import { isFromStrangePage } from '../server/call-origin.ts';
import { callerOf } from '../server/caller.ts';
import { RequestProblem } from '../server/problem.ts';
import { newSession } from '../server/session.ts';
import { clearSessionCookie, setSessionCookie } from '../server/session-cookie.ts';
import type { WebApp } from '../server/web-app.ts';
import { plainText } from '../uploads/manifest-name.ts';
import { loginPage } from './login-page.ts';

const loginForm = z.object({
  token: z.string().max(256).default(''),
  name: z.string().max(200).default(''),
  next: z.string().max(500).default('/'),
});

/** Logging in and out. */
export function addLoginRoutes(app: WebApp, doorkeeper: Doorkeeper): void {
  readForms(app);
  const schema = { hide: true } as const;
  const query = z.object({ next: z.string().max(500).default('/') });
  app.get(
    '/login',
    { config: { access: 'open' }, schema: { ...schema, querystring: query } },
    (request, reply) =>
      send(reply, loginPage({ next: ownPath(request.query.next), problem: null, name: '' })),
  );
  app.post(
    '/login',
    { config: { access: 'open' }, schema: { ...schema, body: loginForm } },
    (request, reply) => {
      if (isFromStrangePage(request.headers, request.host)) throw crossSite();
      const { token, name, next } = request.body;
      const shown = { next: ownPath(next), name: personName(name) ?? '' };
      const verdict = tryToken(token, request.ip, doorkeeper);
      if (verdict.kind === 'refused') {
        reply.code(verdict.status).headers(verdict.headers);
        return send(reply, loginPage({ ...shown, problem: verdict.problem }));
      }
      const session = newSession(verdict.role, personName(name), systemClock.nowMs());
      setSessionCookie(request, reply, { session, tokens: doorkeeper.tokens });
      return reply.redirect(shown.next, 303);
    },
  );
  addLeaving(app, doorkeeper);
}

function addLeaving(app: WebApp, { signedOut }: Doorkeeper): void {
  app.post('/logout', { config: { access: 'leaving' }, schema: { hide: true } }, async (request, reply) => {
    const { session } = callerOf(request);
    if (session) await signedOut.add(session);
    clearSessionCookie(request, reply);
    return reply.redirect('/login', 303);
  });
  app.get(
    '/api/session',
    { schema: { summary: 'Who you are to this server', tags: ['machine'], response: answers(sessionShape) } },
    (request) => {
      const { role, session } = callerOf(request);
      const expiresAt = session === null ? null : new Date(session.expiresAtMs).toISOString();
      return { role, name: session?.name ?? null, expiresAt };
    },
  );
}

const sessionShape = z.object({
  role: z.enum(['full', 'read']),
  name: z.string().nullable(),
  expiresAt: z.string().nullable(),
});

type Verdict =
  | { readonly kind: 'right'; readonly role: 'full' | 'read' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly problem: string;
      readonly headers: Record<string, string>;
    };

function tryToken(token: string, address: string, doorkeeper: Doorkeeper): Verdict {
  try {
    const role = checkToken(token.trim(), address, doorkeeper);
    if (role !== null) return { kind: 'right', role };
    return { kind: 'refused', status: 401, problem: 'That token is not the right one.', headers: {} };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { status, message, options } = error;
    return {
      kind: 'refused',
      status,
      problem: `${message}. ${options.advice ?? ''}`,
      headers: { ...options.headers },
    };
  }
}

/** A place of this site; never one that a link to the login page made up. */
function ownPath(next: string): string {
  const base = 'http://own.invalid';
  if (!next.startsWith('/') || !URL.canParse(next, base)) return '/';
  const { origin, pathname } = new URL(next, base);
  // What is left of `/.//name` is another site's address to a browser.
  return origin === base && !pathname.startsWith('//') ? pathname : '/';
}

/** A name as it may stand in an audit trail; null when there is none. */
function personName(name: string): string | null {
  return plainText(name).slice(0, 60) || null;
}

function readForms(app: WebApp): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 10_000 },
    (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

function crossSite(): RequestProblem {
  return new RequestProblem(
    403,
    'cross-site',
    'Cannot log in as the form does not come from a page of this site',
  );
}

function send(reply: FastifyReply, document: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(document);
}
