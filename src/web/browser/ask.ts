import type { ProblemDocument } from '../api-types.ts';

/** What the server could not do, as it said so itself. */
export class Refusal extends Error {
  readonly problem: ProblemDocument;
  constructor(problem: ProblemDocument) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Asks the API. Throws a Refusal for its problem documents; a session that ended leads to the login page. */
export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const answer = await answerAt(path, asking);
  return (answer.status === 204 ? null : await answer.json()) as Answer;
}

/** The same for an answer that is a file; it is given this name. */
export async function askForFile(path: string, name: string): Promise<File> {
  const answer = await answerAt(path, {});
  return new File([await answer.blob()], name);
}

async function answerAt(path: string, { method = 'GET', body }: Asking): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  // So that pressing twice, or a lost connection, does nothing twice.
  if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID();
  const answer = await fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null);
  if (answer === null) throw new Refusal(unreachable);
  if (answer.status === 401) leaveForLogin();
  if (!answer.ok) throw new Refusal(await problemOf(answer));
  return answer;
}

interface Asking {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
}

/** The problem that a refused answer tells; a proxy's own page is told by its status. */
async function problemOf(answer: Response): Promise<ProblemDocument> {
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  if (isProblem) return (await answer.json()) as ProblemDocument;
  return { ...unreachable, status: answer.status, detail: `The server answered with ${answer.status}.` };
}

/** Shows the login page, which leads back here. */
export function leaveForLogin(): void {
  location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
}

export const unreachable: ProblemDocument = {
  type: 'about:blank',
  title: 'Not reachable',
  status: 0,
  detail: 'The server cannot be reached.',
  code: 'not-reachable',
  advice: 'Workers go on without it. Try again in a moment.',
};
