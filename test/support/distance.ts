import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Lends a port behind which a server of this machine is far away: each byte takes so long on its way, there and back. */
export async function withDistance(
  targetPort: number,
  oneWayMs: number,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    carry(client, server, oneWayMs);
    carry(server, client, oneWayMs);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  try {
    await body(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    listener.close();
    for (const socket of sockets) socket.destroy();
  }
}

function carry(from: Socket, to: Socket, oneWayMs: number): void {
  from.on('data', async (bytes: Buffer) => {
    await delay(oneWayMs);
    if (!to.destroyed) to.write(bytes);
  });
  from.on('close', async () => {
    await delay(oneWayMs);
    to.destroy();
  });
}
