import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Ends a server's connections in good order. */
export interface Drain {
  /** Closes each connection as soon as nothing is being answered on it, until the server has closed. */
  readonly begin: () => void;
}

/** A client that does not take its answer must not keep the server from ending. */
const patienceMs = 10_000;
const lookEveryMs = 50;

/**
 * Watches which connections are being answered on. Browsers keep connections open after an answer, and open some before
 * they ask at all; Node takes the latter for busy ones and would wait for them a minute.
 */
export function drainConnections(server: Server): Drain {
  const open = new Set<Socket>();
  const answering = new Map<Socket, number>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (answering.get(socket) ?? 1) - 1;
      if (left === 0) answering.delete(socket);
      else answering.set(socket, left);
    });
  });
  return {
    begin: () => {
      const closeIdle = () => {
        for (const socket of open) if (!answering.has(socket)) socket.destroy();
      };
      const sweep = setInterval(closeIdle, lookEveryMs).unref();
      const end = setTimeout(() => server.closeAllConnections(), patienceMs).unref();
      server.once('close', () => {
        clearInterval(sweep);
        clearTimeout(end);
      });
    },
  };
}
