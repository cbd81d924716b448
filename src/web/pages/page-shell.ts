import { type Html, html } from '../../report/html/html.ts';
import type { Caller } from '../server/caller.ts';

export interface PageShell {
  readonly title: string;
  /** The address of the menu's entry to which it belongs. */
  readonly menu: string;
  /** Its module under /assets/: `run-page.js`. */
  readonly module: string;
  readonly caller: Caller;
  /** What the module is told, as `data-` attributes of `<main>`. */
  readonly data?: Readonly<Record<string, string>>;
}

const menu = [
  ['/upload', 'New run'],
  ['/runs', 'Runs'],
  ['/expiring', 'Expiring'],
  ['/actions', 'Actions'],
  ['/doctor', 'Doctor'],
] as const;

/** In the order in which they build on each other. */
const sheets = ['tokens', 'base', 'layout', 'controls', 'data', 'tables'] as const;

/** A page as the server sends it: the frame, and the module that fills it. It holds nothing of any run. */
export function pageShell({ title, menu: current, module, caller, data = {} }: PageShell): string {
  const attributes = Object.entries({ ...data, role: caller.role }).map(
    ([name, value]) => html` data-${name}="${value}"`,
  );
  return documentOf({
    title,
    body: html`<a class="skip-link" href="#page">Skip to content</a>
<header class="site-header">
<a class="site-name" href="/runs">tcbatch</a>
<nav aria-label="Main"><ul>${menu.map(([path, name]) => menuEntry(path, name, path === current))}</ul></nav>
${whoIsIn(caller)}
</header>
<main id="page" tabindex="-1"${attributes}><p class="loading" role="status">Loading…</p>
<noscript><p>This page needs JavaScript. Everything it shows can also be had from the command line and the HTTP API.</p></noscript></main>
<script type="module" src="/assets/${module}"></script>`,
  });
}

/** A whole HTML document around a body. */
export function documentOf({ title, body }: { readonly title: string; readonly body: Html }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · tcbatch</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/vendor/uplot.css">
${sheets.map(
  (name) => html`<link rel="stylesheet" href="/assets/style/${name}.css">
`,
)}
</head>
<body>
${body}
</body>
</html>
`.html;
}

function menuEntry(path: string, name: string, isCurrent: boolean): Html {
  return html`<li><a href="${path}"${isCurrent ? html` aria-current="page"` : ''}>${name}</a></li>`;
}

function whoIsIn({ role, session }: Caller): Html {
  const name = session?.name ?? (role === 'read' ? 'Looking only' : 'Logged in');
  const only = role === 'read' && session?.name ? html` <span class="badge">looking only</span>` : '';
  return html`<form class="logout" method="post" action="/logout"><span class="who">${name}${only}</span>
<button type="submit">Log out</button></form>`;
}
