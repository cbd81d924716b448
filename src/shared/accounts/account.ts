import type { CredentialSource } from '../credentials/credential-source.ts';
import type { EndpointSettings } from '../endpoint.ts';

/** Who pays: where its credentials come from, where its calls go, and how fast. Only its name is ever in Redis. */
export interface Account extends EndpointSettings {
  readonly name: string;
  /** Calls a second for each action, over all processes together. */
  readonly rate: number;
  readonly source: CredentialSource;
}

/** The accounts that are configured, by name. The default one is always among them, and first. */
export type Accounts = ReadonlyMap<string, Account>;

/** A name that can stand in a queue's name, a key, a file's name and a command line. */
export const accountNameRule = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
