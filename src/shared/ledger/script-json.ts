/**
 * JSON text that a ledger script can read. Half a character, as an API message has it that was cut in the middle of
 * one, becomes U+FFFD: Redis refuses to read it, and the outcome it stands in would never be written.
 */
export function scriptJson(value: object): string {
  const text = JSON.stringify(value);
  // Half a character alone is written as an escape; to look at every text in it takes many times as long.
  return text.includes('\\ud') ? JSON.stringify(value, withWholeCharacters) : text;
}

function withWholeCharacters(_name: string, inner: unknown): unknown {
  return typeof inner === 'string' ? inner.replace(/\p{Surrogate}/gu, '\uFFFD') : inner;
}
