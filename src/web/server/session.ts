import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Role, WebTokens } from './tokens.ts';

/** Somebody who logged in with a browser. */
export interface Session {
  readonly id: string;
  readonly role: Role;
  /** As the person called themselves; null when they did not. */
  readonly name: string | null;
  readonly expiresAtMs: number;
}

/** A working day with its evening. */
const sessionMs = 12 * 3_600_000;

/**
 * Writes a session as a cookie's value: signed with a key that follows from its role's token, so that it outlasts a
 * restart of the server and ends when the token is changed. The token itself is not in it.
 */
export function sealSession(session: Session, tokens: WebTokens): string {
  const text = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${text}.${sign(text, session.role, tokens).toString('base64url')}`;
}

/** Reads a session back; null for one that is forged, expired or of a token that is no more. */
export function openSession(value: string, tokens: WebTokens, nowMs: number): Session | null {
  const [text = '', signature = ''] = value.split('.');
  const session = parseSession(text);
  if (!session) return null;
  const given = Buffer.from(signature, 'base64url');
  const right = sign(text, session.role, tokens);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return session.expiresAtMs > nowMs ? session : null;
}

/** A session that begins now. */
export function newSession(role: Role, name: string | null, nowMs: number): Session {
  return { id: randomBytes(12).toString('base64url'), role, name, expiresAtMs: nowMs + sessionMs };
}

const sessionShape = z.object({
  id: z.string(),
  role: z.enum(['full', 'read']),
  name: z.string().nullable(),
  expiresAtMs: z.number(),
});

/** Nothing of it may be believed before its signature is. */
function parseSession(text: string): Session | null {
  try {
    return sessionShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

function sign(text: string, role: Role, { full, read }: WebTokens): Buffer {
  // Without a token for looking its key is one that nobody can know.
  const token = role === 'full' ? full : (read ?? randomBytes(32).toString('hex'));
  const key = hkdfSync('sha256', token, '', `tcbatch session ${role}`, 32);
  return createHmac('sha256', Buffer.from(key)).update(text).digest();
}
