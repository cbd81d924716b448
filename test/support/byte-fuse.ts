import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A proxy of one test's own that lets so many bytes to the server and no more: a moment that a number tells. */
export interface ByteFuse {
  readonly port: number;
  /** Bytes of clients that came through, over all connections since it was last set. */
  readonly passed: () => number;
  /** Lets so many more bytes through, then calls `act` once; what follows on any connection goes nowhere. */
  readonly set: (bytes: number, act: () => void) => void;
  readonly close: () => Promise<void>;
}

/** Starts a fuse in front of a port of this machine; until it is set everything passes. */
export async function startByteFuse(targetPort: number): Promise<ByteFuse> {
  let left = Number.POSITIVE_INFINITY;
  let passed = 0;
  let act = () => {};
  const sockets = new Set<Socket>();

  const burn = (bytes: Buffer): Buffer => {
    const through = bytes.subarray(0, Math.min(bytes.length, left));
    passed += through.length;
    left -= through.length;
    if (left === 0) act();
    return through;
  };
  const listener = createServer((client) => {
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    const fuse = new Transform({
      transform: (bytes: Buffer, _encoding, done) => done(null, left === 0 ? undefined : burn(bytes)),
    });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      // A process that is killed leaves connections broken.
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(fuse).pipe(server);
    server.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    passed: () => passed,
    set: (bytes, callback) => {
      left = bytes;
      passed = 0;
      act = callback;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
