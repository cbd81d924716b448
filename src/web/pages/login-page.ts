import { html } from '../../report/html/html.ts';
import { documentOf } from './page-shell.ts';

export interface LoginPage {
  /** Where to go once logged in. */
  readonly next: string;
  /** What went wrong the last time; null at the first. */
  readonly problem: string | null;
  readonly name: string;
}

/** The page that asks for the token. It works without a script. */
export function loginPage({ next, problem, name }: LoginPage): string {
  const alert = problem === null ? '' : html`<p class="problem" role="alert">${problem}</p>`;
  return documentOf({
    title: 'Log in',
    body: html`<main id="page" class="login">
<h1>tcbatch</h1>
${alert}
<form method="post" action="/login">
<input type="hidden" name="next" value="${next}">
<label>Token <input type="password" name="token" required autofocus autocomplete="current-password"></label>
<p class="hint">The command <code>tcbatch serve</code> told it at its first start.</p>
<label>Your name <input name="name" value="${name}" maxlength="60" autocomplete="name"></label>
<p class="hint">Optional. It is written beside what you do, for your colleagues.</p>
<button type="submit">Log in</button>
</form>
</main>`,
  });
}
