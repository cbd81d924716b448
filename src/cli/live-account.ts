import { actions } from '../shared/actions/index.ts';
import type { Config } from '../shared/config.ts';
import { endpointFor } from '../shared/endpoint.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Durability } from '../shared/redis/durability.ts';
import { paint, say } from './terminal.ts';

/** Hosts that calls go to, each once. */
export function endpointHosts(config: Config): string[] {
  return [...new Set(actions.map((definition) => endpointFor(config, definition).host))];
}

/** Whether any call would reach the vendor, where it spends money. */
export function isLive(config: Config): boolean {
  return endpointHosts(config).some((host) => /(^|\.)tencentcloudapi\.com(:\d+)?$/i.test(host));
}

/**
 * Refuses to spend money through a Redis that may forget what was sent, unless the person accepts that; a simulated
 * account is warned for only. Throws an OperatorError.
 */
export function requireDurable(
  config: Config,
  durability: Durability,
  { isAccepted }: { readonly isAccepted: boolean },
): void {
  if (durability.kind !== 'none') return;
  if (!isLive(config) || isAccepted) {
    say(`${paint.yellow('Warning:')} a crash of this Redis may lose what was bought. ${durability.reason}`);
    return;
  }
  throw new OperatorError(
    'redis-volatile',
    `Cannot buy from a live account through a Redis that may forget: got "${durability.reason}"`,
    { advice: 'Mend that, or accept the risk with --accept-volatile-redis.' },
  );
}
