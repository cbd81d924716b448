import type { Environment } from '../environment.ts';
import type { CredentialSource } from './credential-source.ts';
import { findCredentials, type WhereToLook } from './find-credentials.ts';

/** Where the default account's credentials come from: the environment, then the vendor's own files. */
export function defaultSource(environment: Environment, where: WhereToLook): CredentialSource {
  return {
    name: 'the environment, ~/.tencentcloud/credentials or ~/.tccli',
    read: async () => findCredentials(environment, where),
  };
}
