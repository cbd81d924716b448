import { Redis } from 'ioredis';

/** What a server says to a PING: itself, that it still reads its files, or nothing. */
export type ServerWord = 'ready' | 'loading' | 'silent';

/** Asks the server behind a socket how it is; never throws, and gives up after a second. */
export async function askServer(socketPath: string): Promise<ServerWord> {
  return withOnce(socketPath, async (client) => {
    await client.ping();
    return 'ready' as const;
  }).catch((error: unknown) =>
    error instanceof Error && error.message.startsWith('LOADING') ? 'loading' : 'silent',
  );
}

/** Asks the server behind a socket to end in good order. Its end is not awaited; nothing happens when none is there. */
export async function askToEnd(socketPath: string): Promise<void> {
  // The server answers by closing the connection, which reads as an error.
  await withOnce(socketPath, (client) => client.call('SHUTDOWN')).catch(() => {});
}

/** One connection for one question, that is not made a second time. */
async function withOnce<Reply>(socketPath: string, ask: (client: Redis) => Promise<Reply>): Promise<Reply> {
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
    client.disconnect();
  }
}
