const refusals = new Set([
  'AuthFailure.InvalidSecretId',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
]);

/**
 * Whether a code says that the key which signed is not, or no more, one of the account. The gateway says so before
 * anything is executed, so the call may be signed anew where there is another key by now.
 */
export function refusesKey(code: string): boolean {
  return refusals.has(code);
}
