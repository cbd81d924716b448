import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

type Connect = ReturnType<typeof buildConnector>;
type Place = Parameters<Connect>[0];

/** Connections opened ahead, so that a call leaves at its moment and not a handshake later. */
export interface Connections {
  /** What undici calls for a new connection: one that lies ready, or else a fresh one. */
  readonly connect: Connect;
  /**
   * Sees to it that a connection is there for one more call than are under way. Null where there is; otherwise resolves
   * once one is opened, and rejects when none can be had.
   */
  readonly ready: (origin: string) => Promise<void> | null;
  /** A call is over, whether or not it was ever sent; to be called once for each `ready`. */
  readonly done: (origin: string) => void;
  readonly close: () => void;
}

/** One server's connections. */
interface Port {
  /** Connections that are open, be they idle, in use or ready. */
  open: number;
  /** Calls that count on one of them. */
  wanted: number;
  readonly ready: Socket[];
}

/** Opens connections ahead of need; `idleMs` is how long one may lie ready. */
export function createConnections(connect: Connect, idleMs: number): Connections {
  const ports = new Map<string, Port>();
  const portOf = (origin: string): Port => {
    const known = ports.get(origin);
    if (known) return known;
    const port = { open: 0, wanted: 0, ready: [] };
    ports.set(origin, port);
    return port;
  };
  const open = (port: Port, place: Place): Promise<Socket> =>
    new Promise((resolve, reject) => {
      connect(place, (error, socket) => {
        if (error) return reject(error);
        port.open += 1;
        socket.once('close', () => {
          port.open -= 1;
        });
        resolve(socket);
      });
    });

  return {
    connect: (place, callback) => {
      const port = portOf(originOf(place));
      const socket = port.ready.pop();
      // Not at once: undici waits for the connection only after it has asked for it.
      if (socket) return queueMicrotask(() => callback(null, socket));
      open(port, place).then(
        (fresh) => callback(null, fresh),
        (error) => callback(error, null),
      );
    },
    ready: (origin) => {
      const port = portOf(origin);
      port.wanted += 1;
      if (port.open >= port.wanted) return null;
      return open(port, placeOf(origin)).then((socket) => layReady(port, socket, idleMs));
    },
    done: (origin) => {
      portOf(origin).wanted -= 1;
    },
    close: () => {
      for (const { ready } of ports.values()) for (const socket of ready.splice(0)) socket.destroy();
    },
  };
}

/** A connection that nobody takes in time, or that the server closes, is taken away again. */
function layReady(port: Port, socket: Socket, idleMs: number): void {
  port.ready.push(socket);
  const drop = () => {
    const at = port.ready.indexOf(socket);
    if (at < 0) return;
    port.ready.splice(at, 1);
    socket.destroy();
  };
  socket.once('close', drop);
  socket.once('error', drop);
  setTimeout(drop, idleMs).unref();
}

function originOf({ protocol, hostname, port }: Place): string {
  return new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}`).origin;
}

function placeOf(origin: string): Place {
  const { protocol, hostname, host, port } = new URL(origin);
  return { protocol, hostname, host, port };
}
