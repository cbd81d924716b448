import { connect as connectTcp, type Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** What undici calls for a new connection, as `buildConnector` makes it. */
export type Connect = ReturnType<typeof buildConnector>;
export type ConnectPlace = Parameters<Connect>[0];

type Opened = NonNullable<Parameters<Parameters<Connect>[1]>[1]>;

/** A connection, and what holds its bytes: itself, or the TCP connection below its encryption. */
export interface Carried {
  readonly socket: Opened;
  readonly carrier: Socket;
}

/** Connects to a place without a proxy. */
export function openStraight(connect: Connect, place: ConnectPlace): Promise<Carried> {
  if (place.protocol !== 'https:') return openOver(connect, place, null);
  const { hostname: host, port } = place;
  const carrier = connectTcp({ host, port: Number(port || 443) });
  carrier.setNoDelay(true);
  return openOver(connect, { ...place, httpSocket: carrier }, carrier);
}

/** Connects to a place on what is open already; `carrier` is what holds its bytes in the end, null for itself. */
export function openOver(connect: Connect, place: ConnectPlace, carrier: Socket | null): Promise<Carried> {
  return new Promise((resolve, reject) => {
    connect(place, (...[error, socket]) => {
      // Node says so from within OpenSSL. Whoever took the connection down there would take it from under OpenSSL's feet:
      // processes were seen to crash.
      setImmediate(() => (error ? reject(error) : resolve({ socket, carrier: carrier ?? socket })));
    });
  });
}
