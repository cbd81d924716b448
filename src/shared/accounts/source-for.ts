import { join, resolve } from 'node:path';
import { checkCredentials } from '../credentials/check-credentials.ts';
import type { CredentialSource } from '../credentials/credential-source.ts';
import { defaultSource } from '../credentials/default-source.ts';
import { iniFileCredentials, jsonFileCredentials } from '../credentials/file-credentials.ts';
import { firstCredentials } from '../credentials/find-credentials.ts';
import { machineRoleSource } from '../credentials/machine-role-source.ts';
import { assumedRoleSource } from '../credentials/role-sources.ts';
import type { Environment } from '../environment.ts';
import type { CredentialsSpec } from './credentials-spec.ts';

export interface SourceContext {
  readonly environment: Environment;
  readonly homeDir: string;
}

/** The source that an account's `credentials` describe. */
export function sourceFor(spec: CredentialsSpec, context: SourceContext): CredentialSource {
  const { environment, homeDir } = context;
  if (spec.env) return variablesSource(spec.env, context);
  if (spec.role) return machineRoleSource(spec.role, environment.TCBATCH_METADATA_ENDPOINT || undefined);
  if (!spec.assumeRole) return fileSource(spec, context);
  const { credentials, ...role } = spec.assumeRole;
  const base = credentials ? sourceFor(credentials, context) : defaultSource(environment, { homeDir });
  return assumedRoleSource(role, base, environment);
}

function variablesSource(
  names: NonNullable<CredentialsSpec['env']>,
  { environment }: SourceContext,
): CredentialSource {
  const variable = (name: string) => ({ name, value: environment[name] });
  const source = 'environment';
  return {
    name: `the environment (${names.secretId}, ${names.secretKey})`,
    read: async () =>
      checkCredentials({
        source,
        secretId: variable(names.secretId),
        secretKey: variable(names.secretKey),
        token: names.token === undefined ? { name: 'token', value: undefined } : variable(names.token),
      }),
  };
}

/** A named file is the SDKs' INI file, or the command line's own where it ends in `.credential`. */
function fileSource(
  { file, profile = 'default' }: CredentialsSpec,
  { homeDir }: SourceContext,
): CredentialSource {
  const ini = join(homeDir, '.tencentcloud', 'credentials');
  const json = join(homeDir, '.tccli', `${profile}.credential`);
  const path = file === undefined ? null : resolve(file.replace(/^~(?=\/|$)/, homeDir));
  const ofProfile = [() => iniFileCredentials(ini, profile), () => jsonFileCredentials(json)];
  const ofFile = (named: string) => () =>
    named.endsWith('.credential') ? jsonFileCredentials(named) : iniFileCredentials(named, profile);
  return {
    name: path === null ? `profile ${profile} of ${ini} or ${json}` : `${path} (profile ${profile})`,
    read: async () => firstCredentials(path === null ? ofProfile : [ofFile(path)]),
  };
}
