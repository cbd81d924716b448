const secretNames = [
  '(?:tmp_?)?secret_?key',
  'web_?identity_?token',
  '(?:session|security|web|bearer|access)?_?token',
  'x-tc-token',
  'tencentcloud_(?:secret_key|session_token|token|security_token)',
  'tcbatch_web_(?:read_)?token',
  'web_?read_?token',
  'tcbatch_webhook_(?:url|secret)',
  'password',
  'passwd',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
];

const quote = String.raw`\\*"`;
// A run of backslashes is tried from its beginning alone, and what never ends is taken to the end of the line: with
// neither, a long line that somebody made up would be read again from each of its signs.
const name = `(?<!\\\\)${quote}(?:${secretNames.join('|')})${quote}\\s*:\\s*`;
// Inside a JSON string the quotes are escaped, and the value ends at a quote that is escaped as often as its first.
const text = String.raw`(?<escape>\\*)"(?:(?!\k<escape>")(?:\\.|[^\\]|\\$))*(?:\k<escape>"|$)`;
const list = String.raw`\[[^\]]*(?:\]|$)`;
/** A field whose name is secret and whose value is a string or a list, in JSON or in JSON inside a JSON string. */
const secretField = new RegExp(`(?<name>${name})(?:${text}|${list})`, 'gis');
const login = /(\w:\/\/)[^\s"/@]*@/g;
const authorizationText = /\b(TC3-HMAC-SHA256|Bearer|Basic)\s+[^"\\]+/g;

/**
 * A log line without its secrets: values of secret names at any depth and in any case, logins in URLs, and
 * authorization headers in free text. A ClientToken is no secret and stays.
 */
export function redactSecrets(line: string): string {
  return line
    .replace(secretField, '$<name>$<escape>"[redacted]$<escape>"')
    .replace(login, '$1[redacted]@')
    .replace(authorizationText, '$1 [redacted]');
}
