/** The API refuses a call that was signed more than 5 minutes ago; the sixth is for clocks that differ. */
const signatureLifeMs = 360_000;

/**
 * Whether a call that was given up may yet be executed. Straight to the API it was reset, and is gone; a proxy may hold
 * what it took, and deliver it when its own line is up again, for as long as the signature is good.
 */
export function mayStillArrive(ageMs: number, { isProxied }: { readonly isProxied: boolean }): boolean {
  return isProxied && ageMs < signatureLifeMs;
}
