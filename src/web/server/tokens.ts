import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../shared/errors.ts';

/** `read` may look at everything and change nothing. */
export type Role = 'full' | 'read';

export interface WebTokens {
  readonly full: string;
  /** Null where nobody may only look. */
  readonly read: string | null;
}

export interface FoundTokens extends WebTokens {
  /** They were made just now, and nobody has seen them yet. */
  readonly areNew: boolean;
}

/**
 * The tokens that were given, or the ones kept in `folder`, which are made at the first start. Several servers may
 * start at once and share them. Throws an OperatorError when both tokens are the same.
 */
export async function findTokens(
  folder: string,
  given: { readonly full: string | null; readonly read: string | null },
): Promise<FoundTokens> {
  if (given.full !== null && given.full === given.read) throw sameTokens();
  if (given.full !== null) return { full: given.full, read: given.read, areNew: false };
  const kept = await keptTokens(folder);
  return { ...kept, read: given.read ?? kept.read };
}

/** Which role a token stands for; null for a wrong one. Takes the same time whatever is wrong with it. */
export function roleOf(token: string, { full, read }: WebTokens): Role | null {
  const isFull = isSame(token, full);
  // A token that nobody has: compared with all the same, as otherwise time would tell that there is none.
  const isRead = isSame(token, read ?? noToken) && read !== null;
  if (isFull) return 'full';
  return isRead ? 'read' : null;
}

/** Where made tokens are kept. */
export function tokenFile(folder: string): string {
  return join(folder, 'web-tokens.json');
}

const noToken = randomBytes(32).toString('base64url');

/** Digests have one length, which the comparison demands. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function keptTokens(folder: string): Promise<FoundTokens & { readonly read: string }> {
  const made = { full: newToken(), read: newToken() };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(tokenFile(folder), `${JSON.stringify(made)}\n`, { mode: 0o600, flag: 'wx' });
    return { ...made, areNew: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { ...readTokens(await readFile(tokenFile(folder), 'utf8'), folder), areNew: false };
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function readTokens(text: string, folder: string): { full: string; read: string } {
  try {
    const { full, read } = JSON.parse(text) as Record<string, unknown>;
    if (typeof full === 'string' && typeof read === 'string') return { full, read };
  } catch {
    // Said below, without a word of what the file holds.
  }
  throw new OperatorError(
    'web-tokens-unreadable',
    `Cannot read ${tokenFile(folder)} as the web site's tokens`,
    {
      advice: 'Remove the file to have new ones made, or set TCBATCH_WEB_TOKEN.',
    },
  );
}

function sameTokens(): OperatorError {
  return new OperatorError(
    'web-tokens-same',
    'Cannot tell who may only look as TCBATCH_WEB_TOKEN and TCBATCH_WEB_READ_TOKEN are the same',
    { advice: 'Give them different values.' },
  );
}
