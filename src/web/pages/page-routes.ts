import type { FastifyReply } from 'fastify';
import { runParams } from '../api/params.ts';
import { callerOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import { type PageShell, pageShell } from './page-shell.ts';

const pages: readonly (Pick<PageShell, 'title' | 'module'> & { readonly path: string })[] = [
  { path: '/upload', title: 'New run', module: 'upload-page.js' },
  { path: '/expiring', title: 'Expiring', module: 'expiring-page.js' },
  { path: '/runs', title: 'Runs', module: 'runs-page.js' },
  { path: '/actions', title: 'Actions', module: 'actions-page.js' },
  { path: '/doctor', title: 'Doctor', module: 'doctor-page.js' },
];

/** The pages behind the login. */
export function addPageRoutes(app: WebApp): void {
  const config = { access: 'page' } as const;
  app.get('/', { config, schema: { hide: true } }, (_, reply) => reply.redirect('/runs', 303));
  for (const { path, title, module } of pages) {
    app.get(path, { config, schema: { hide: true } }, (request, reply) =>
      send(reply, pageShell({ title, module, menu: path, caller: callerOf(request) })),
    );
  }
  app.get('/runs/:run', { config, schema: { hide: true, params: runParams } }, (request, reply) => {
    const { run } = request.params;
    const caller = callerOf(request);
    return send(
      reply,
      pageShell({ title: `Run ${run}`, module: 'run-page.js', menu: '/runs', caller, data: { run } }),
    );
  });
}

function send(reply: FastifyReply, document: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(document);
}
