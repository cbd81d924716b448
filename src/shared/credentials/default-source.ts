import type { Environment } from '../environment.ts';
import type { CredentialSource } from './credential-source.ts';
import { findCredentials, type WhereToLook } from './find-credentials.ts';
import { machineRoleSource } from './machine-role-source.ts';
import { assumedRoleSource, podRoleSource } from './role-sources.ts';

/**
 * Where the default account's credentials come from: the environment, then the vendor's own files, then the role of
 * this pod, then the role of this machine that TENCENTCLOUD_CAM_ROLE_NAME names. With TENCENTCLOUD_ASSUME_ROLE_ARN
 * they take that role.
 */
export function defaultSource(environment: Environment, where: WhereToLook): CredentialSource {
  const base = ownSource(environment, where);
  const arn = environment.TENCENTCLOUD_ASSUME_ROLE_ARN || environment.TENCENTCLOUD_ROLE_ARN;
  if (!arn) return base;
  const sessionName =
    environment.TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME || environment.TENCENTCLOUD_ROLE_SESSION_NAME;
  const duration = Number(environment.TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION || 7200);
  return assumedRoleSource({ arn, sessionName, durationSeconds: duration }, base, environment);
}

/** A machine's role is never taken unasked: whoever has no key must not pay with whatever the machine may do. */
function ownSource(environment: Environment, where: WhereToLook): CredentialSource {
  const role = environment.TENCENTCLOUD_CAM_ROLE_NAME;
  let roleSource: CredentialSource | null = null;
  const sourceOfRole = () => {
    roleSource ??=
      podRoleSource(environment) ??
      (role ? machineRoleSource(role, environment.TCBATCH_METADATA_ENDPOINT || undefined) : null);
    return roleSource;
  };
  return {
    name: 'the environment, ~/.tencentcloud/credentials or ~/.tccli',
    read: async (options) =>
      findCredentials(environment, where) ?? (await sourceOfRole()?.read(options)) ?? null,
  };
}
