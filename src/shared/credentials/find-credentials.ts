import { join, resolve } from 'node:path';
import type { Environment } from '../environment.ts';
import { checkCredentials, type FoundCredentials } from './check-credentials.ts';
import type { Credentials } from './credentials.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { iniFileCredentials, jsonFileCredentials } from './file-credentials.ts';

export interface WhereToLook {
  readonly homeDir: string;
  /** Profile of the files; wins over the environment's. */
  readonly profile?: string | undefined;
}

/**
 * The first credentials there are: environment, `~/.tencentcloud/credentials` or what TENCENTCLOUD_CREDENTIALS_FILE
 * names, `~/.tccli/<profile>.credential`.
 * Null when no place holds any. Throws OperatorError on a place that is half set, unreadable or holds stray blanks.
 */
export function findCredentials(
  env: Environment,
  { homeDir, profile = profileOf(env) }: WhereToLook,
): Credentials | null {
  const named = env.TENCENTCLOUD_CREDENTIALS_FILE;
  const iniFile = named ? resolve(named) : join(homeDir, '.tencentcloud', 'credentials');
  return firstCredentials([
    () => environmentCredentials(env),
    () => iniFileCredentials(iniFile, profile),
    () => jsonFileCredentials(join(homeDir, '.tccli', `${profile}.credential`)),
  ]);
}

/** The credentials of the first place that holds any. */
export function firstCredentials(places: readonly (() => FoundCredentials | null)[]): Credentials | null {
  for (const look of places) {
    const found = look();
    const credentials = found && checkCredentials(found);
    if (credentials) return credentials;
  }
  return null;
}

function profileOf(env: Environment): string {
  return env.TCCLI_PROFILE || env.TENCENTCLOUD_PROFILE || 'default';
}
