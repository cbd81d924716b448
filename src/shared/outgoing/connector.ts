import { type Carried, type Connect, type ConnectPlace, openStraight } from './open-straight.ts';
import { openTunnelled } from './open-tunnel.ts';
import type { ProxyRules } from './proxy-rules.ts';
import { resetGivenUp } from './reset-given-up.ts';
import { wayTo, whyBarred } from './way-to.ts';

export interface ConnectorOptions {
  readonly proxies: ProxyRules;
  /** For each step on the way: the connection, the proxy's answer, the encryption. */
  readonly timeoutMs: number;
}

/**
 * What undici calls for a new connection: it leads straight to the place, or through the proxy that the environment
 * names for it, and fails where that proxy will not do. What is given up on it is reset.
 */
export function createConnector(connect: Connect, options: ConnectorOptions): Connect {
  return (place, callback) => {
    open(connect, place, options).then(
      (carried) => callback(null, resetGivenUp(carried)),
      (error: Error) => callback(error, null),
    );
  };
}

async function open(
  connect: Connect,
  place: ConnectPlace,
  { proxies, timeoutMs }: ConnectorOptions,
): Promise<Carried> {
  const way = wayTo(proxies, place);
  switch (way.kind) {
    case 'straight':
      return openStraight(connect, place);
    case 'proxied':
      return openTunnelled(connect, place, { ...way, timeoutMs });
    default:
      throw new Error(whyBarred(way));
  }
}
