import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestRedis, type TestRedis } from '../test/support/redis.ts';
import { type Running, type StartOptions, startNode } from './running.ts';

const tcbatchProgram = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Where one bench works: a folder, a Redis that syncs every write, and the processes it started. */
export interface Place {
  readonly folder: string;
  readonly redis: TestRedis;
  /** Writes a file into the folder and returns its path. */
  readonly write: (name: string, content: string) => Promise<string>;
  /** Starts `tcbatch` with this bench's Redis. */
  readonly tcbatch: (values: readonly string[], options?: StartOptions) => Running;
  /** Starts one of the programs of this folder, by its file's name without extension. */
  readonly program: (name: string, values: readonly string[], options?: StartOptions) => Running;
}

/** Lends a place to `body`, and leaves neither process nor file behind. */
export async function withPlace<Value>(body: (place: Place) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-bench-'));
  const redis = await startTestRedis();
  const started: Running[] = [];
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    REDIS_URL: redis.url,
    TCBATCH_DATA_DIR: join(folder, 'data'),
    TENCENTCLOUD_SECRET_ID: 'bench-id',
    TENCENTCLOUD_SECRET_KEY: 'bench-key',
  };
  const start = (file: string, values: readonly string[], options: StartOptions = {}) => {
    const more = { ...environment, ...options.environment };
    const running = startNode([file, ...values], { ...options, folder, environment: more });
    started.push(running);
    return running;
  };
  try {
    return await body({
      folder,
      redis,
      write: async (name, content) => {
        await writeFile(join(folder, name), content);
        return join(folder, name);
      },
      tcbatch: (values, options) => start(tcbatchProgram, values, options),
      program: (name, values, options) => start(programPath(name), values, options),
    });
  } finally {
    for (const running of started) running.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function programPath(name: string): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
}
