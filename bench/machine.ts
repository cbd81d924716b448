import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { mebibytes } from './section.ts';

const librariesNamed = ['bullmq', 'ioredis', 'csv-parse', 'zod', 'undici', 'rate-limiter-flexible'];

/** The machine and the versions that the figures were taken with, in one sentence each. */
export function describeMachine(): string[] {
  const processors = cpus();
  const redis = spawnSync('redis-server', ['--version'], { encoding: 'utf8' }).stdout;
  const libraries = librariesNamed.map((name) => `${name} ${versionOf(name)}`).join(', ');
  return [
    `Machine: ${processors.length} × ${processors[0]?.model.trim()}, ${mebibytes(totalmem())}, ${platform()} ${release()} ${arch()}; load before the start ${loadavg()[0]?.toFixed(1)}.`,
    `Versions: Node ${process.version}, Redis ${/v=(\S+)/.exec(redis)?.[1]} with every write synced, ${libraries}.`,
  ];
}

function versionOf(library: string): string {
  // From here and not by `require.resolve`, as not every package lets its package.json be imported.
  const path = new URL(`../../../node_modules/${library}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
