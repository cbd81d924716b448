import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A server that can stop taking connections without refusing them, as a firewall makes it seem. */
export interface DeafServer {
  readonly port: number;
  /** Takes connections again, and passes them on to its target. */
  readonly hear: () => void;
  readonly close: () => Promise<void>;
}

const program = `
  const { connect, createServer } = require('node:net');
  const server = createServer((client) => {
    const target = connect(Number(process.argv[1]), '127.0.0.1');
    for (const socket of [client, target]) socket.on('error', () => { client.destroy(); target.destroy(); });
    client.pipe(target).pipe(client);
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

/** Starts a server that is deaf: the kernel's queue before it is full, so a handshake with it is not answered. */
export async function startDeafServer(targetPort: number): Promise<DeafServer> {
  const child = spawn(process.execPath, ['-e', program, String(targetPort)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const port = Number(line);
  child.kill('SIGSTOP');
  const fillers = await fillQueue(port);
  return {
    port,
    hear: () => {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGCONT');
    },
    close: async () => {
      for (const socket of fillers) socket.destroy();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Connects until nobody answers any more. */
async function fillQueue(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
    // A handshake on the loopback interface takes less than a millisecond.
    const isTaken = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 300, false)),
    ]);
    if (!isTaken) return sockets;
  }
}
