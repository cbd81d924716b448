import { OperatorError } from '../shared/errors.ts';
import { wayTo, whyBarred } from '../shared/outgoing/way-to.ts';
import { endpointUrls, isLive } from './live-account.ts';
import type { Setup } from './setup.ts';

/**
 * Refuses to buy where the environment wants calls to go through a proxy that cannot be used, where a proxy could read
 * and repeat them, or where anybody could pass for the API. Throws an OperatorError.
 */
export function requireSealedWay(setup: Pick<Setup, 'accounts' | 'config' | 'environment'>): void {
  requireCheckedCertificates(setup);
  const { accounts, config } = setup;
  for (const url of endpointUrls(accounts.values())) {
    const way = wayTo(config.proxies, new URL(url));
    if (way.kind === 'straight' || way.kind === 'proxied') continue;
    throw new OperatorError(`proxy-${way.kind}`, `Cannot buy at ${url} as ${whyBarred(way)}`, {
      advice: adviceOn(url, way.kind),
    });
  }
}

/** Node believes any server where this is set. */
function requireCheckedCertificates(setup: Pick<Setup, 'accounts' | 'environment'>): void {
  if (setup.environment.NODE_TLS_REJECT_UNAUTHORIZED !== '0' || !isLive(setup)) return;
  throw new OperatorError(
    'certificates-unchecked',
    'Cannot buy from a live account as certificates must be checked: got NODE_TLS_REJECT_UNAUTHORIZED=0',
    { advice: 'Unset it; NODE_EXTRA_CA_CERTS names further authorities to believe.' },
  );
}

/** What to do about a way that is not taken. */
export function adviceOn(url: string, kind: 'unusable' | 'unsealed'): string {
  const direct = `where it can be reached directly, name it in NO_PROXY: NO_PROXY=${new URL(url).hostname}`;
  return kind === 'unusable'
    ? `Correct the variable; or ${direct}`
    : `Use an https:// endpoint; or ${direct}`;
}
