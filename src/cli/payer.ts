import type { Credentials } from '../shared/credentials/credentials.ts';
import { endpointHosts } from './live-account.ts';
import { maskedId } from './paying-credentials.ts';
import type { Setup } from './setup.ts';

/** Who pays for a plan, as far as this machine knows. */
export interface Payer {
  /** The SecretId, masked; null when no credentials were found. */
  readonly secretId: string | null;
  /** Where the credentials come from. */
  readonly source: string | null;
  /** Hosts that the calls go to. */
  readonly hosts: readonly string[];
}

/** The payer that these credentials stand for. */
export function payerOf(credentials: Credentials | null, { config, isSimulated }: Setup): Payer {
  if (isSimulated)
    return { secretId: 'nobody', source: 'the simulator stands in for the account', hosts: [] };
  return {
    secretId: credentials && maskedId(credentials),
    source: credentials?.source ?? null,
    hosts: endpointHosts(config),
  };
}
