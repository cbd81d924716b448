import type { CredentialSource } from './credential-source.ts';
import type { Credentials } from './credentials.ts';

/** As early as the vendor's own libraries do; of credentials that live shorter, a third of their life. */
const earlyMs = 300_000;

/** A source that asks a service, and keeps what it was given until shortly before that ends. `ask` is told what it was asked. */
export function temporarySource(
  name: string,
  ask: (options: { readonly isFresh: boolean }) => Promise<Credentials>,
): CredentialSource {
  let held: { readonly credentials: Credentials; readonly renewAtMs: number } | null = null;
  return {
    name,
    read: async ({ isFresh = false } = {}) => {
      if (held !== null && !isFresh && Date.now() < held.renewAtMs) return held.credentials;
      const credentials = await ask({ isFresh });
      held = { credentials, renewAtMs: renewAt(credentials.expiresAtMs) };
      return credentials;
    },
  };
}

function renewAt(expiresAtMs: number | null): number {
  if (expiresAtMs === null) return Number.POSITIVE_INFINITY;
  return expiresAtMs - Math.min(earlyMs, (expiresAtMs - Date.now()) / 3);
}
