import { Redis } from 'ioredis';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import {
  type Ended,
  openWorkplace,
  type RunningTcbatch,
  type TcbatchOptions,
  type Workplace,
} from '../support/processes.ts';
import { type TestRedis, testPrefix, withRedis } from '../support/redis.ts';
import { type Canary, makeCanary, type Trace } from './canary.ts';
import { dumpKeys, readFolder, watchArguments, watchCommands } from './traces.ts';

/** A place where every secret is a canary, and whatever may keep a trace of one is watched. */
export interface WatchedPlace extends Pick<Workplace, 'folder' | 'write'> {
  readonly canaries: readonly Canary[];
  readonly prefix: string;
  readonly redis: TestRedis;
  /** Logged in to that Redis. */
  readonly client: Redis;
  readonly simulator: Simulator;
  /** As in a workplace; what the process says is kept. */
  readonly start: (values: readonly string[], options?: TcbatchOptions) => RunningTcbatch;
  readonly run: (values: readonly string[], options?: TcbatchOptions) => Promise<Ended>;
  /** All traces until now. */
  readonly traces: () => Promise<Trace[]>;
}

const names = ['secret key', 'session token', 'Redis password', 'web token', 'proxy password'] as const;

/** Lends a watched place to `body`, and takes it down whatever happens. */
export function withWatchedPlace(body: (place: WatchedPlace) => Promise<void>): Promise<void> {
  const canaries = names.map(makeCanary);
  const [secretKey = '', sessionToken = '', password = '', webToken = '', proxyPassword = ''] = canaries.map(
    (one) => one.value,
  );
  // Uncompressed, so that what a file or a key holds can be recognised in it.
  const settings = { requirepass: password, rdbcompression: 'no' };
  return withRedis(
    async (redis) => {
      const simulator = await startSimulator({ credentials: { secretId: 'an-id', secretKey, sessionToken } });
      const prefix = testPrefix();
      const workplace = await openWorkplace({
        REDIS_URL: redisUrl(redis.port, password),
        TCBATCH_PREFIX: prefix,
        TCBATCH_ENDPOINT: simulator.url,
        TCBATCH_REQUEST_TIMEOUT_MS: '3000',
        // Nobody listens there; the simulator, which is not encrypted, is reached without it.
        HTTPS_PROXY: `http://ann:${encodeURIComponent(proxyPassword)}@127.0.0.1:1`,
        TCBATCH_WEB_TOKEN: webToken,
        TENCENTCLOUD_SECRET_ID: 'an-id',
        TENCENTCLOUD_SECRET_KEY: secretKey,
        TENCENTCLOUD_SESSION_TOKEN: sessionToken,
        LOG_LEVEL: 'trace',
      });
      const client = loggedIn(redis, password);
      try {
        await watchAndLend({ canaries, prefix, redis, client, simulator }, workplace, body);
      } finally {
        client.disconnect();
        await workplace.close();
        await simulator.close();
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
  parts: Pick<WatchedPlace, 'canaries' | 'prefix' | 'redis' | 'client' | 'simulator'>,
  workplace: Workplace,
  body: (place: WatchedPlace) => Promise<void>,
): Promise<void> {
  const { redis, client } = parts;
  const { folder, write } = workplace;
  const said: Trace[] = [];
  const start: WatchedPlace['start'] = (values, options) => {
    const process = workplace.start(values, options);
    void process.ended.then(({ stdout, stderr }) => {
      said.push({ place: `words of tcbatch ${values.join(' ')}`, bytes: Buffer.from(stdout + stderr) });
    });
    return process;
  };
  const watches = [watchArguments(), await watchCommands(client)];
  const traces = async () => [
    ...said,
    ...watches.flatMap((watch) => watch.seen()),
    ...(await readFolder(folder)),
    ...(await readFolder(redis.folder)),
    ...(await dumpKeys(client)),
  ];
  try {
    const run: WatchedPlace['run'] = (values, options) => start(values, options).ended;
    await body({ ...parts, folder, write, start, run, traces });
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
