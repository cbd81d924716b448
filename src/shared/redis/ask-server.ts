import { Redis } from 'ioredis';

/** A server that answers, even if only to say that it still reads its files. */
export interface AnsweringServer {
  readonly pid: number;
  readonly isLoading: boolean;
}

/** Asks whoever is behind a socket how it is; null when nobody answers within a second. Never throws. */
export async function askServer(socketPath: string): Promise<AnsweringServer | null> {
  // Unlike PING, INFO is answered while the server reads its files.
  const info = await askOnce(socketPath, (client) => client.info()).catch(() => '');
  const pid = /^process_id:(\d+)/m.exec(info)?.[1];
  return pid === undefined ? null : { pid: Number(pid), isLoading: /^loading:1/m.test(info) };
}

/** The names of the server's connections; none where it does not tell. Never throws. */
export async function askConnectionNames(socketPath: string): Promise<string[]> {
  const list = await askOnce(socketPath, (client) => client.client('LIST')).catch(() => '');
  return Array.from(String(list).matchAll(/ name=(\S+)/g), ([, name = '']) => name);
}

/** Asks the server behind a socket to end in good order. Its end is not awaited; no harm when none is there. */
export async function askToEnd(socketPath: string): Promise<void> {
  // The server answers by closing the connection, which reads as an error.
  await askOnce(socketPath, (client) => client.call('SHUTDOWN')).catch(() => {});
}

/** One connection for one question; neither is tried a second time. */
async function askOnce<Reply>(socketPath: string, ask: (client: Redis) => Promise<Reply>): Promise<Reply> {
  const client = new Redis({
    path: socketPath,
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await ask(client);
  } finally {
    // On a connection that has ended already, it would keep the process for two more seconds.
    if (client.status !== 'end') client.disconnect();
  }
}
