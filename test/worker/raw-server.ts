import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A TCP server that speaks HTTP only as far as a test makes it, so that it can also break off anywhere. */
export interface RawServer {
  readonly url: string;
  readonly host: string;
  /** Whole requests received, as they came off the wire. */
  readonly requests: readonly string[];
  readonly connections: readonly Socket[];
  readonly close: () => Promise<void>;
}

/** Hands each whole request, counted from 1, to `onRequest` with the socket it came on. */
export async function startRawServer(
  onRequest: (socket: Socket, count: number) => void,
  onConnection: (socket: Socket) => void = () => {},
): Promise<RawServer> {
  const requests: string[] = [];
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => {});
    onConnection(socket);
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
      const length = wholeLength(received);
      if (length === null) return;
      requests.push(received.slice(0, length));
      received = received.slice(length);
      onRequest(socket, requests.length);
    });
  });
  const host = await listen(server);
  return { url: `http://${host}`, host, requests, connections, close: () => stop(server, connections) };
}

/** A 200 answer with a JSON body, exactly as long as it says. */
export function okAnswer(body: string, headers: readonly string[] = []): string {
  const head = ['HTTP/1.1 200 OK', `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** Null while more of the request is on its way. Bodies are ASCII here, so characters are bytes. */
function wholeLength(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const bodyLength = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  const length = headEnd + 4 + bodyLength;
  return text.length >= length ? length : null;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Cannot read the port of the server');
  return `127.0.0.1:${address.port}`;
}

async function stop(server: Server, connections: readonly Socket[]): Promise<void> {
  for (const socket of connections) socket.destroy();
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}
