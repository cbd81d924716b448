import { OperatorError } from '../errors.ts';
import { Credentials } from './credentials.ts';

/** What one place said, each value with the name under which the person at the keyboard knows it. */
export interface FoundCredentials {
  /** `environment` or a path, as messages and reports name the place. */
  readonly source: string;
  readonly secretId: NamedValue;
  readonly secretKey: NamedValue;
  readonly token: NamedValue;
}

export interface NamedValue {
  readonly name: string;
  /** An empty value counts as none, as an empty variable does in a shell. */
  readonly value: string | undefined;
}

/** Credentials of one place, or null when it holds none. Throws OperatorError on half a pair and on stray characters. */
export function checkCredentials(found: FoundCredentials): Credentials | null {
  const { source, secretId, secretKey, token } = found;
  if (!secretId.value && !secretKey.value && !token.value) return null;
  return new Credentials(
    {
      secretId: required(secretId, source),
      secretKey: required(secretKey, source),
      token: token.value ? checked(token, token.value, source) : null,
    },
    source,
  );
}

function required({ name, value }: NamedValue, source: string): string {
  if (value) return checked({ name, value }, value, source);
  throw new OperatorError(
    'credential-half-set',
    `Cannot use the credentials of ${source} as they need id and key together: got no ${name}`,
    { advice: `Set ${name}, or remove the other half of the credentials from ${source}.` },
  );
}

/** Stray blanks are the vendor's own first guess at an unknown SecretId; none of these values holds any. */
function checked({ name }: NamedValue, value: string, source: string): string {
  const fault = strayCharacters(value);
  if (!fault) return value;
  throw new OperatorError(
    'credential-stray-characters',
    `Cannot use ${name} of ${source} as it holds printable ASCII without blanks: got a value with ${fault}`,
    { advice: `Copy ${name} again, without anything before, after or between its characters.` },
  );
}

function strayCharacters(value: string): string | null {
  if (value.trim() !== value) return 'blanks before or after it';
  return /^[\x21-\x7e]*$/.test(value) ? null : 'blanks or other characters inside it';
}
