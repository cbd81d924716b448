import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src/shared/run.ts';
import { isInstalled } from '../support/installed.ts';
import { until } from '../support/until.ts';
import { environmentOf, readComposeFile } from './compose-file.ts';
import { openTopology, type Topology } from './topology.ts';

const variables = {
  REDIS_PASSWORD: 'only0of0a0test',
  TENCENTCLOUD_SECRET_ID: 'simulator-id',
  TENCENTCLOUD_SECRET_KEY: 'simulator-key',
  TCBATCH_WEB_TOKEN: 'a-token',
};
const composePath = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));

describe('docker-compose.yml', () => {
  it.skipIf(!isInstalled('docker-compose'))(
    'is understood by docker-compose, with every profile',
    async () => {
      const words = ['-f', composePath, '--profile', 'demo', '--profile', 'metrics', 'config', '--services'];
      const { stdout } = await promisify(execFile)('docker-compose', words, {
        env: { ...process.env, ...variables },
      });
      expect(new Set(stdout.trim().split('\n'))).toEqual(
        new Set([...Object.keys(readComposeFile(variables)), 'grafana']),
      );
    },
  );

  it('will not start a Redis without a password', () => {
    expect(() => readComposeFile({})).toThrow('REDIS_PASSWORD');
  });

  it('runs what is ours from one locked image, and publishes ports for this machine alone', () => {
    const services = Object.values(readComposeFile(variables));
    const ours = services.filter(({ build }) => build !== undefined);
    expect(ours.length).toBe(5);
    for (const service of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] });
      expect(service).toMatchObject({ security_opt: ['no-new-privileges:true'] });
    }
    for (const port of services.flatMap(({ ports }) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('passes on what is set in the shell, and leaves out what is not', () => {
    const { web } = readComposeFile({ REDIS_PASSWORD: 'p' });
    if (!web) throw new Error('Cannot find the service web');
    expect(environmentOf(web, {})).not.toHaveProperty('TCBATCH_WEB_TOKEN');
    expect(environmentOf(web, variables)).toMatchObject({ TCBATCH_WEB_TOKEN: 'a-token' });
  });
});

describe('the services of docker-compose.yml', () => {
  let topology: Topology;
  beforeEach(async () => {
    topology = await openTopology({ ...variables, WORKERS: '2' });
  });
  afterEach(() => topology.close());

  it('have a Redis that lets nobody in without its password, syncs every write and evicts nothing', async () => {
    const port = await topology.startRedis();
    const stranger = new Redis(port, { enableReadyCheck: false });
    stranger.on('error', () => {});
    await expect(stranger.ping()).rejects.toThrow('NOAUTH');
    stranger.disconnect();
    const redis = new Redis(port, { password: variables.REDIS_PASSWORD, replyMapping: 'legacy' });
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await redis.config('GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    redis.disconnect();
  });

  it.each([
    { profile: 'live', web: 'web', worker: 'worker', port: 8080, token: 'a-token', workers: 2 },
    { profile: 'demo', web: 'demo-web', worker: 'demo-worker', port: 8081, token: 'demo', workers: 1 },
  ])('buy and report what is submitted to $web', async ({ profile, web, worker, port, token, workers }) => {
    await topology.startRedis();
    const [simulator] = await topology.start('simulator');
    const simulated = `http://127.0.0.1:${await topology.portOf('simulator', 9000)}`;
    // The one thing that is not in the file: a way that leads to no real account.
    const extra: Record<string, string> = profile === 'live' ? { TCBATCH_ENDPOINT_TEO: simulated } : {};
    const buyers = await topology.start(worker, extra);
    const [site] = await topology.start(web, extra);
    expect(buyers).toHaveLength(workers);

    const headers = { authorization: `Bearer ${token}` };
    const url = `http://127.0.0.1:${await topology.portOf(web, port)}`;
    const submitted = await fetch(`${url}/api/runs`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: 'Action,PlanType,Count\nCreatePlan,basic,12\n',
    });
    expect(submitted.status).toBe(201);
    const { run } = (await submitted.json()) as RunStatus;
    const read = async () => (await (await fetch(`${url}/api/runs/${run}`, { headers })).json()) as RunStatus;
    await until('the run is finished', async () => (await read()).state === 'finished');
    expect((await read()).counts.succeeded).toBe(12);

    const report = await fetch(`${url}/api/runs/${run}/report?format=jsonl`, { headers });
    const lines = (await report.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { purchases: sold } = (await (await fetch(`${simulated}/simulator/executed`)).json()) as {
      purchases: { orderId: string }[];
    };
    expect(sold).toHaveLength(12);
    expect(new Set(lines.map(({ orderId }) => orderId))).toEqual(new Set(sold.map(({ orderId }) => orderId)));

    for (const process of [...buyers, site, simulator]) process?.kill('SIGTERM');
    for (const process of [...buyers, site, simulator]) expect((await process?.ended)?.code).toBe(0);
  });
});
