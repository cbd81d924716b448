import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificates } from './certificates.ts';

/** What speaks TLS before a server of this machine that does not. */
export interface TlsFront {
  readonly url: string;
  readonly host: string;
  readonly close: () => Promise<void>;
}

/** Starts a front that shows the certificate, and passes what it is told on to a port of this machine. */
export async function startTlsFront(
  targetPort: number,
  { certificateFile, keyFile }: Pick<Certificates, 'certificateFile' | 'keyFile'>,
): Promise<TlsFront> {
  const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
  const sockets = new Set<Socket>();
  const server = createServer({ cert, key, noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      sockets.add(socket.once('close', () => sockets.delete(socket)));
    }
    client.pipe(upstream).pipe(client);
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `https://${host}`,
    host,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
