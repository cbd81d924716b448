import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkplace, type RunningTcbatch } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { environmentOf, readComposeFile, type Service, type Variables } from './compose-file.ts';
import { readImage } from './image.ts';

/** The services of docker-compose.yml as plain processes: what is a container's port there is one of this machine here. */
export interface Topology {
  readonly services: Readonly<Record<string, Service>>;
  /** Starts the Redis of the file, and waits until its health check passes. Returns its port. */
  readonly startRedis: () => Promise<number>;
  /** Starts a service of ours, as often as it has replicas, and waits until each passes its health check. */
  readonly start: (name: string, extra?: Variables) => Promise<RunningTcbatch[]>;
  /** The port of this machine that stands for a service's. */
  readonly portOf: (name: string, port: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens it; `variables` are what stands in the shell where compose is called. */
export async function openTopology(variables: Variables): Promise<Topology> {
  const services = readComposeFile(variables);
  const image = readImage();
  const workplace = await openWorkplace();
  const redisFolder = await mkdtemp(join(tmpdir(), 'tcbatch-compose-'));
  const ports = new Map<string, Promise<number>>();
  let redis: ChildProcess | null = null;

  const serviceOf = (name: string): Service => {
    const service = services[name];
    if (!service)
      throw new Error(`Cannot start service as docker-compose.yml has none of the name: got ${name}`);
    return service;
  };
  const portAt = (network: string, port: number): Promise<number> => {
    const key = `${network}:${port}`;
    const known = ports.get(key) ?? freePort();
    ports.set(key, known);
    return known;
  };
  const networkOf = (name: string) => /^service:(.+)$/.exec(serviceOf(name).network_mode ?? '')?.[1] ?? name;

  const startOne = async (name: string, replica: number, extra: Variables): Promise<RunningTcbatch> => {
    const service = serviceOf(name);
    const network = replica === 1 ? networkOf(name) : `${networkOf(name)}-${replica}`;
    const given = { ...image.environment, ...environmentOf(service, variables), ...extra };
    const metricsPort = await portAt(network, Number(given.TCBATCH_METRICS_PORT));
    const environment = {
      ...given,
      TCBATCH_DATA_DIR: join(workplace.folder, volumeOf(service)),
      TCBATCH_METRICS_PORT: String(metricsPort),
      TCBATCH_METRICS_HOST: '127.0.0.1',
      ...(given.REDIS_URL && {
        REDIS_URL: given.REDIS_URL.replace('@redis:6379', `@127.0.0.1:${await portAt('redis', 6379)}`),
      }),
      ...(given.TCBATCH_ENDPOINT && { TCBATCH_ENDPOINT: await onLoopback(given.TCBATCH_ENDPOINT, network) }),
    };
    const words = service.command.map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word));
    const at = words.indexOf('--port') + 1;
    if (at > 0) words[at] = String(await portAt(network, Number(words[at])));
    const running = workplace.start(words, { environment });
    const check = service.healthcheck?.test.slice(1) ?? image.healthCheck;
    const [command = '', ...rest] = await Promise.all(check.map((word) => onLoopback(word, network)));
    await untilHealthy(name, () => runCheck(command, rest, environment), running.ended);
    return running;
  };
  const onLoopback = async (text: string, network: string): Promise<string> => {
    const [place, port] = /127\.0\.0\.1:(\d+)/.exec(text) ?? [];
    return place ? text.replace(place, `127.0.0.1:${await portAt(network, Number(port))}`) : text;
  };

  return {
    services,
    portOf: (name, port) => portAt(networkOf(name), port),
    start: (name, extra = {}) => {
      const replicas = serviceOf(name).deploy?.replicas ?? 1;
      return Promise.all(Array.from({ length: replicas }, (_, i) => startOne(name, i + 1, extra)));
    },
    startRedis: async () => {
      const service = serviceOf('redis');
      const port = await portAt('redis', 6379);
      const [command = '', ...words] = service.command;
      const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', redisFolder, '--save', ''];
      redis = spawn(command, [...words, ...own], { stdio: 'ignore' });
      const shell = (service.healthcheck?.test[1] ?? '').replaceAll('redis-cli', `redis-cli -p ${port}`);
      const environment = environmentOf(service, variables);
      await untilHealthy('redis', () => runCheck('sh', ['-c', shell], environment), once(redis, 'exit'));
      return port;
    },
    close: async () => {
      await workplace.close();
      if (redis !== null && redis.exitCode === null) {
        const gone = once(redis, 'exit');
        redis.kill('SIGKILL');
        await gone;
      }
      await rm(redisFolder, { recursive: true, force: true });
    },
  };
}

/** Where a service's /data is; services of one volume share it. */
function volumeOf({ volumes }: Service): string {
  return /^([\w-]+):\/data$/.exec(volumes[0] ?? '')?.[1] ?? 'nothing';
}

async function untilHealthy(
  name: string,
  isHealthy: () => Promise<boolean>,
  ended: Promise<unknown>,
): Promise<void> {
  let end: unknown = null;
  void ended.then((value) => {
    end = value;
  });
  await until(`${name} is healthy`, async () => {
    if (end !== null) throw new Error(`Cannot become healthy as it has ended: got ${JSON.stringify(end)}`);
    return isHealthy();
  });
}

async function runCheck(command: string, words: readonly string[], environment: Variables): Promise<boolean> {
  const check = spawn(command, words, { env: { PATH: process.env.PATH, ...environment }, stdio: 'ignore' });
  const [code] = await once(check, 'exit');
  return code === 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('Cannot find a free port');
  return address.port;
}
