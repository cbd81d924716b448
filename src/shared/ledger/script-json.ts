/**
 * JSON text that a ledger script can read. Half a character, as an API message has it that was cut in the middle of
 * one, becomes U+FFFD: Redis refuses to read it, and the outcome it stands in would never be written.
 */
export function scriptJson(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(/\p{Surrogate}/gu, '\uFFFD') : inner,
  );
}
