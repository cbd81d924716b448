import { join } from 'node:path';
import type { Environment } from '../environment.ts';
import { checkCredentials, type FoundCredentials } from './check-credentials.ts';
import type { Credentials } from './credentials.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { iniFileCredentials, jsonFileCredentials } from './file-credentials.ts';

export interface WhereToLook {
  readonly homeDir: string;
  /** Profile of the vendor's command line; wins over the environment's. */
  readonly profile?: string | undefined;
}

/**
 * The first credentials there are: environment, `~/.tencentcloud/credentials`, `~/.tccli/<profile>.credential`.
 * Null when no place holds any. Throws OperatorError on a place that is half set, unreadable or holds stray blanks.
 */
export function findCredentials(
  env: Environment,
  { homeDir, profile = profileOf(env) }: WhereToLook,
): Credentials | null {
  const places: readonly (() => FoundCredentials | null)[] = [
    () => environmentCredentials(env),
    () => iniFileCredentials(join(homeDir, '.tencentcloud', 'credentials')),
    () => jsonFileCredentials(join(homeDir, '.tccli', `${profile}.credential`)),
  ];
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
