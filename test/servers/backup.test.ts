import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { until } from '../support/until.ts';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const runbook = readFileSync(new URL('../../docs/runbook-backup.md', import.meta.url), 'utf8');
const [backUp = '', restore = ''] = Array.from(runbook.matchAll(/```sh\n(.*?)```/gs), ([, block]) => block);

let simulator: Simulator;
let workplace: Workplace;
let environment: Record<string, string>;
beforeEach(async () => {
  simulator = await startSimulator();
  environment = {
    TCBATCH_ENDPOINT: simulator.url,
    TCBATCH_RATE: '2',
    TCBATCH_REQUEST_TIMEOUT_MS: '2000',
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
  };
  workplace = await openWorkplace(environment);
});
afterEach(async () => {
  await workplace.close();
  await simulator.close();
});

/** Runs a block of the runbook as a person would, in a shell of their own. */
async function follow(block: string): Promise<void> {
  const path = await workplace.write('tcbatch', `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(path, 0o755);
  const { folder } = workplace;
  const env = {
    ...environment,
    PATH: `${folder}:${process.env.PATH}`,
    HOME: folder,
    TCBATCH_DATA_DIR: join(folder, 'data'),
    BACKUP: join(folder, 'back-up'),
  };
  await promisify(execFile)('/bin/sh', ['-euc', block], { cwd: folder, env });
}

async function redisCli(...command: string[]): Promise<string> {
  const socket = readFileSync(join(workplace.folder, 'data/redis/socket-path'), 'utf8');
  return (await promisify(execFile)('redis-cli', ['-s', socket, ...command])).stdout.trim();
}

/** Cuts the last write of a copy in two, as one that was taken in the middle of it has it. */
function cutTail(folder: string): void {
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.incr.aof'));
  const path = join(folder, name);
  truncateSync(path, statSync(path).size - 7);
}

async function statusOf(run: string) {
  return JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
}

describe('the runbook', () => {
  it('brings back a copy that was taken while buying, and nothing of it is bought twice', async () => {
    await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,8\n');
    const run = (await workplace.run(['submit', 'm.csv', '--yes'])).stdout.trim();
    const worker = workplace.start(['worker']);
    await until('some are bought', () => simulator.executed().length >= 2);
    await follow(backUp);
    expect(simulator.executed().length).toBeLessThan(8);
    await until('all are bought', () => simulator.executed().length === 8);
    expect((await workplace.run(['restored'])).stderr).toContain('as workers of CreatePlan are there');
    worker.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);

    cutTail(join(workplace.folder, 'back-up'));
    await follow(restore);
    const held = await statusOf(run);
    expect(held).toMatchObject({ state: 'held', held: [{ action: 'CreatePlan', code: 'redis-restored' }] });
    // The copy believes that some were never sent, though all of them were.
    expect(held.counts.queued).toBeGreaterThan(0);

    const next = workplace.start(['worker']);
    const fence = () => redisCli('HGET', `tcbatch:{${run}}:run`, 'server');
    expect(await fence()).toBe('');
    await until('its doubts are looked up', async () => (await fence()) !== '');
    expect(await statusOf(run)).toMatchObject({ state: 'held', held: [{ code: 'redis-restored' }] });
    expect((await workplace.run(['cancel', run])).code).toBe(0);
    expect((await workplace.run(['release', 'CreatePlan'])).code).toBe(0);
    next.kill('SIGTERM');
    await next.ended;
    expect(simulator.executed()).toHaveLength(8);
  }, 240_000);
});
