import { readFile } from 'node:fs/promises';
import type { Environment } from '../environment.ts';
import { OperatorError } from '../errors.ts';
import { readProxyRules } from '../outgoing/proxy-rules.ts';
import { refusedBy } from './ask-service.ts';
import type { CredentialSource } from './credential-source.ts';
import { type StsCall, stsEndpoint, takeRole } from './sts.ts';
import { temporarySource } from './temporary-source.ts';

/** A role to take with other credentials. */
export interface RoleSpec {
  readonly arn: string;
  readonly sessionName?: string | undefined;
  readonly durationSeconds?: number | undefined;
}

/** The credentials of a role that is taken with those of `base`, and taken again before they end. */
export function assumedRoleSource(
  { arn, sessionName = 'tcbatch', durationSeconds = 7200 }: RoleSpec,
  base: CredentialSource,
  environment: Environment,
): CredentialSource {
  const name = `the role ${arn}`;
  return temporarySource(name, async (options) => {
    // Where the role's credentials were refused, those that it was taken with may have been exchanged too.
    const signer = await base.read(options);
    if (signer === null) throw refusedBy(name, `no credentials to take it with, none from ${base.name}`);
    const params = { RoleArn: arn, RoleSessionName: sessionName, DurationSeconds: durationSeconds };
    return takeRole({ action: 'AssumeRole', params, signer, name, ...placeOf(environment) });
  });
}

const names = ['TKE_PROVIDER_ID', 'TKE_WEB_IDENTITY_TOKEN_FILE', 'TKE_ROLE_ARN'] as const;

/** The credentials of the role of a pod, by the TKE_* variables; null where none is set. Throws on some without the others. */
export function podRoleSource(environment: Environment): CredentialSource | null {
  const [provider, tokenFile, arn] = names.map((variable) => environment[variable] || undefined);
  const missing = names.filter((variable) => !environment[variable]);
  if (missing.length === names.length) return null;
  if (!provider || !tokenFile || !arn) {
    throw new OperatorError(
      'credential-half-set',
      `Cannot take the role of this pod as its variables belong together: got no ${missing.join(', ')}`,
      { advice: `Set ${missing.join(', ')}, or unset the others.` },
    );
  }
  const name = `the role ${arn} of this pod`;
  return temporarySource(name, async () => {
    // The cluster writes a new token to the file before the old one ends.
    const token = await readFile(tokenFile, 'utf8').catch((cause: unknown) => {
      throw new OperatorError('credentials-unreadable', `Cannot read the pod's token from ${tokenFile}`, {
        cause,
      });
    });
    const params = {
      ProviderId: provider,
      WebIdentityToken: token.trim(),
      RoleArn: arn,
      RoleSessionName: 'tcbatch',
      DurationSeconds: 7200,
    };
    return takeRole({
      action: 'AssumeRoleWithWebIdentity',
      params,
      signer: null,
      name,
      ...placeOf(environment),
    });
  });
}

function placeOf(environment: Environment): Pick<StsCall, 'endpoint' | 'proxies' | 'region'> {
  return {
    proxies: readProxyRules(environment),
    endpoint: environment.TCBATCH_STS_ENDPOINT || stsEndpoint,
    region: environment.TKE_REGION || environment.TENCENTCLOUD_REGION || 'ap-guangzhou',
  };
}
