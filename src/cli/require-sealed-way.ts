import { OperatorError } from '../shared/errors.ts';
import { wayTo, whyBarred } from '../shared/outgoing/way-to.ts';
import { endpointUrls } from './live-account.ts';
import type { Setup } from './setup.ts';

/**
 * Refuses to buy where the environment wants calls to go through a proxy that cannot be used, or that could read and
 * repeat them. Throws an OperatorError, as passing the wish over could leak what it forbids.
 */
export function requireSealedWay({ accounts, config }: Pick<Setup, 'accounts' | 'config'>): void {
  for (const url of endpointUrls(accounts.values())) {
    const way = wayTo(config.proxies, new URL(url));
    if (way.kind === 'straight' || way.kind === 'proxied') continue;
    throw new OperatorError(`proxy-${way.kind}`, `Cannot buy at ${url} as ${whyBarred(way)}`, {
      advice: adviceOn(url, way.kind),
    });
  }
}

/** What to do about a way that is not taken. */
export function adviceOn(url: string, kind: 'unusable' | 'unsealed'): string {
  const direct = `where it can be reached directly, name it in NO_PROXY: NO_PROXY=${new URL(url).hostname}`;
  return kind === 'unusable'
    ? `Correct the variable; or ${direct}`
    : `Use an https:// endpoint; or ${direct}`;
}
