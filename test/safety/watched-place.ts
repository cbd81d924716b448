import { Redis } from 'ioredis';
import {
  type Ended,
  openWorkplace,
  type RunningTcbatch,
  type TcbatchOptions,
  type Workplace,
} from '../support/processes.ts';
import { type TestRedis, testPrefix, withRedis } from '../support/redis.ts';
import type { Canary, Trace } from './canary.ts';
import { type KeyPlaces, openKeyPlaces } from './key-places.ts';
import {
  answerTrace,
  dumpKeys,
  readFolder,
  receivedTraces,
  watchArguments,
  watchCommands,
} from './traces.ts';
import {
  environmentCanaries,
  environmentOf,
  startServers,
  tracedBy,
  type WatchedServers,
} from './watched-servers.ts';

/** A place where every secret is a canary, and whatever may keep a trace of one is watched. */
export interface WatchedPlace extends WatchedServers, Pick<Workplace, 'folder' | 'write'> {
  readonly canaries: readonly Canary[];
  readonly prefix: string;
  readonly redis: TestRedis;
  /** Logged in to that Redis. */
  readonly client: Redis;
  /** Keys that stand elsewhere than in the environment. */
  readonly keys: KeyPlaces;
  readonly webToken: string;
  /** Makes a process send its traces to the collector. */
  readonly traced: Readonly<Record<string, string>>;
  /** Asks a server; its whole answer is kept. */
  readonly ask: (url: string, options?: RequestInit) => Promise<string>;
  /** As in a workplace; what the process says is kept. */
  readonly start: (values: readonly string[], options?: TcbatchOptions) => RunningTcbatch;
  readonly run: (values: readonly string[], options?: TcbatchOptions) => Promise<Ended>;
  /** All traces until now. */
  readonly traces: () => Promise<Trace[]>;
}

/** Lends a watched place to `body`, and takes it down whatever happens. */
export function withWatchedPlace(body: (place: WatchedPlace) => Promise<void>): Promise<void> {
  const secrets = environmentCanaries();
  const password = secrets.password.value;
  // Uncompressed, so that what a file or a key holds can be recognised in it.
  const settings = { requirepass: password, rdbcompression: 'no' };
  return withRedis(
    async (redis) => {
      const keys = await openKeyPlaces();
      const servers = await startServers(secrets, keys);
      const prefix = testPrefix();
      const workplace = await openWorkplace({
        REDIS_URL: redisUrl(redis.port, password),
        TCBATCH_PREFIX: prefix,
        LOG_LEVEL: 'trace',
        ...environmentOf(secrets, servers),
      });
      const client = loggedIn(redis, password);
      const canaries = [...Object.values(secrets), ...keys.canaries];
      const traced = tracedBy(servers.collector, secrets.collectorToken);
      const webToken = secrets.webToken.value;
      try {
        await watchAndLend(
          { canaries, prefix, redis, client, keys, traced, webToken, ...servers },
          workplace,
          body,
        );
      } finally {
        client.disconnect();
        await workplace.close();
        await Promise.all([...Object.values(servers), keys].map((server) => server.close()));
      }
    },
    { settings },
  );
}

/** Where a Redis of this machine is reached with a password. */
export function redisUrl(port: number, password: string): string {
  return `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

async function watchAndLend(
  parts: Omit<WatchedPlace, keyof Workplace | 'ask' | 'traces'>,
  workplace: Workplace,
  body: (place: WatchedPlace) => Promise<void>,
): Promise<void> {
  const { redis, client, receiver, collector } = parts;
  const { folder, write } = workplace;
  const said: Trace[] = [];
  const start: WatchedPlace['start'] = (values, options) => {
    const process = workplace.start(values, options);
    void process.ended.then(({ stdout, stderr }) => {
      said.push({ place: `words of tcbatch ${values.join(' ')}`, bytes: Buffer.from(stdout + stderr) });
    });
    return process;
  };
  const ask: WatchedPlace['ask'] = async (url, options) => {
    const { text, trace } = await answerTrace(url, options);
    said.push(trace);
    return text;
  };
  const watches = [watchArguments(), await watchCommands(client)];
  const traces = async () => [
    ...said,
    ...watches.flatMap((watch) => watch.seen()),
    ...receivedTraces('a webhook', receiver),
    ...receivedTraces('traces', collector),
    ...(await readFolder(folder)),
    ...(await readFolder(redis.folder)),
    ...(await dumpKeys(client)),
  ];
  try {
    const run: WatchedPlace['run'] = (values, options) => start(values, options).ended;
    await body({ ...parts, folder, write, start, run, ask, traces });
  } finally {
    await Promise.all(watches.map((watch) => watch.stop()));
  }
}

function loggedIn({ socketPath }: TestRedis, password: string): Redis {
  const client = new Redis({
    path: socketPath,
    password,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
  });
  client.on('error', () => {});
  return client;
}
