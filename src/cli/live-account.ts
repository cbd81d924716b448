import { actions } from '../shared/actions/index.ts';
import { type EndpointSettings, endpointFor, reachesVendor } from '../shared/endpoint.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Durability } from '../shared/redis/durability.ts';
import type { Setup } from './setup.ts';
import { paint, say } from './terminal.ts';

/** Where the calls of these accounts go, each base URL once. */
export function endpointUrls(accounts: Iterable<EndpointSettings>): string[] {
  const urls = Array.from(accounts, (account) =>
    actions.map((definition) => endpointFor(account, definition).url),
  );
  return [...new Set(urls.flat())];
}

/** Hosts that the calls of these accounts go to, each once. */
export function endpointHosts(accounts: Iterable<EndpointSettings>): string[] {
  return [...new Set(endpointUrls(accounts).map((url) => new URL(url).host))];
}

/** Whether any call would reach the vendor, where it spends money. */
export function isLive({ accounts }: Pick<Setup, 'accounts'>): boolean {
  return [...accounts.values()].some(reachesVendor);
}

/**
 * Refuses to spend money through a Redis that may forget what was sent, unless the person accepts that; a simulated
 * account is warned for only. Throws an OperatorError.
 */
export function requireDurable(
  setup: Pick<Setup, 'accounts'>,
  durability: Durability,
  { isAccepted }: { readonly isAccepted: boolean },
): void {
  if (durability.kind !== 'none') return;
  if (!isLive(setup) || isAccepted) {
    say(`${paint.yellow('Warning:')} a crash of this Redis may lose what was bought. ${durability.reason}`);
    return;
  }
  throw new OperatorError(
    'redis-volatile',
    `Cannot buy from a live account through a Redis that may forget: got "${durability.reason}"`,
    { advice: 'Mend that, or accept the risk with --accept-volatile-redis.' },
  );
}
