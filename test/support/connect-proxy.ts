import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A real proxy of one test's own, which opens tunnels (CONNECT) and counts them. */
export interface ConnectProxy {
  /** Without a login. */
  readonly url: string;
  readonly host: string;
  /** `host:port` of each tunnel asked for, refused ones included. */
  readonly targets: readonly string[];
  /** What came through the tunnels, as the proxy sees it. */
  readonly seen: () => string;
  /** Answers this status in place of opening tunnels; null: opens them. */
  refusal: number | null;
  /** Told of each tunnel. */
  onTunnel: (tunnel: Tunnel) => void;
  /** Takes no connections any more, and ends those there are. */
  readonly close: () => Promise<void>;
}

/** One tunnel, in the hands of a test. */
export interface Tunnel {
  readonly client: Socket;
  readonly server: Socket;
}

export interface ConnectProxyOptions {
  /** `user:password` that it wants. */
  readonly login?: string;
  /** Speaks TLS itself. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Starts a proxy on the loopback interface. */
export async function startConnectProxy({ login, tls }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const server = tls ? createSecureServer(tls) : createServer();
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const targets: string[] = [];
  const seen: Buffer[] = [];
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => keep(socket, sockets));
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Socket) => {
    client.on('error', () => {});
    targets.push(url);
    const isWelcome = wanted === undefined || headers['proxy-authorization'] === wanted;
    const status = proxy.refusal ?? (isWelcome ? null : 407);
    if (status !== null) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 4\r\n\r\nno\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = keep(connect({ host: hostname, port: Number(port) }), sockets);
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (bytes) => seen.push(bytes));
      client.pipe(upstream).pipe(client);
      proxy.onTunnel({ client, server: upstream });
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  const port = await listen(server);
  const host = `127.0.0.1:${port}`;
  const proxy: ConnectProxy = {
    url: `${tls ? 'https' : 'http'}://${host}`,
    host,
    targets,
    seen: () => Buffer.concat(seen).toString('latin1'),
    refusal: null,
    onTunnel: () => {},
    close: async () => {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return proxy;
}

function keep(socket: Socket, sockets: Set<Socket>): Socket {
  socket.on('error', () => {});
  sockets.add(socket.once('close', () => sockets.delete(socket)));
  return socket;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
