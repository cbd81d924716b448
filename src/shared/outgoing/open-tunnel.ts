import { request } from 'node:http';
import type { Socket } from 'node:net';
import { describeFailure } from './describe-failure.ts';
import { type Carried, type Connect, type ConnectPlace, openOver, openStraight } from './open-straight.ts';
import type { NamedProxy, ProxyServer } from './proxy-rules.ts';

export interface TunnelOptions {
  readonly proxy: NamedProxy;
  readonly server: ProxyServer;
  /** For the proxy's answer; connecting has its own limit. */
  readonly timeoutMs: number;
}

/**
 * Connects to a place through a proxy: asks it for a tunnel (CONNECT), and speaks TLS with the place inside. The proxy
 * sees the place's name and nothing of what is said. Rejects with an error that names the proxy, never its password.
 */
export async function openTunnelled(
  connect: Connect,
  place: ConnectPlace,
  options: TunnelOptions,
): Promise<Carried> {
  const { protocol, hostname, port } = options.server;
  try {
    const host = `${bracketed(hostname)}:${port}`;
    const toProxy = await openStraight(connect, { protocol, hostname, host, port: String(port) });
    const tunnel = await askForTunnel(toProxy.socket, targetOf(place), options);
    return await openOver(connect, { ...place, httpSocket: tunnel }, toProxy.carrier);
  } catch (cause) {
    throw new Error(
      `through the proxy ${options.proxy.shown}: ${cause instanceof Error ? describeFailure(cause) : String(cause)}`,
      { cause },
    );
  }
}

/** Node hands the connection over whatever the proxy answered; only 2xx makes it a tunnel. */
function askForTunnel(socket: Socket, target: string, { server, timeoutMs }: TunnelOptions): Promise<Socket> {
  const authorization = server.authorization();
  const headers = {
    Host: target,
    ...(authorization === null ? {} : { 'Proxy-Authorization': authorization }),
  };
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => {
      clearTimeout(deadline);
      socket.destroy();
      reject(new Error(reason));
    };
    const deadline = setTimeout(() => refuse(`it did not answer within ${timeoutMs} ms`), timeoutMs);
    const asked = request({ method: 'CONNECT', path: target, headers, createConnection: () => socket });
    asked.once('connect', ({ statusCode = 0 }, tunnel) => {
      if (statusCode < 200 || statusCode > 299) return refuse(refusalText(statusCode));
      clearTimeout(deadline);
      resolve(tunnel);
    });
    asked.once('error', (error) => refuse(describeFailure(error)));
    asked.end();
  });
}

function refusalText(status: number): string {
  return status === 407 ? 'it answered 407, as it wants a user and a password' : `it answered ${status}`;
}

function targetOf({ hostname, port }: ConnectPlace): string {
  return `${bracketed(hostname)}:${port || 443}`;
}

/** An IPv6 address as it stands before a port. */
function bracketed(hostname: string): string {
  return hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
}
