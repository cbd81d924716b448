import type { Credentials } from './credentials.ts';

/** A place that credentials come from, again and again, as they may change or end. */
export interface CredentialSource {
  /** As messages name it. */
  readonly name: string;
  /**
   * The credentials there are now; null when the place holds none. One that asks a service keeps what it was given
   * until shortly before that ends, unless `isFresh` is asked for. Throws an OperatorError on what is half set,
   * unreadable or refused.
   */
  readonly read: (options?: { readonly isFresh?: boolean }) => Promise<Credentials | null>;
}

/** A source of the same credentials for ever. */
export function fixedSource(credentials: Credentials): CredentialSource {
  return { name: credentials.source, read: async () => credentials };
}
