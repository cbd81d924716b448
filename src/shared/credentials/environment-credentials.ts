import type { Environment } from '../environment.ts';
import { OperatorError } from '../errors.ts';
import type { FoundCredentials, NamedValue } from './check-credentials.ts';

/** The vendor's SDK, its command line and its Terraform provider each named the token differently. */
const tokenNames = [
  'TENCENTCLOUD_SESSION_TOKEN',
  'TENCENTCLOUD_TOKEN',
  'TENCENTCLOUD_SECURITY_TOKEN',
] as const;

/** The environment's credentials, unchecked. Throws OperatorError when its token variables disagree. */
export function environmentCredentials(env: Environment): FoundCredentials {
  return {
    source: 'environment',
    secretId: variable(env, 'TENCENTCLOUD_SECRET_ID'),
    secretKey: variable(env, 'TENCENTCLOUD_SECRET_KEY'),
    token: agreedToken(env),
  };
}

function agreedToken(env: Environment): NamedValue {
  const tokens = tokenNames.map((name) => variable(env, name)).filter(({ value }) => value);
  if (new Set(tokens.map(({ value }) => value)).size > 1) {
    throw new OperatorError(
      'credential-tokens-disagree',
      `Cannot choose a session token as its variables disagree: got ${tokens.map(({ name }) => name).join(', ')} with different values`,
      { advice: 'Set one of them, or all to the same value.' },
    );
  }
  return tokens[0] ?? { name: tokenNames[0], value: undefined };
}

function variable(env: Environment, name: string): NamedValue {
  return { name, value: env[name] };
}
