import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

export const rulesPath = fileURLToPath(
  new URL('../../deploy/prometheus/tcbatch-alerts.yml', import.meta.url),
);

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** A real Prometheus that scrapes one target every second, and judges by the rules of the repository. */
export interface TestPrometheus {
  readonly alerts: () => Promise<readonly Alert[]>;
  readonly stop: () => Promise<void>;
}

/** Starts it; the target is `host:port`. */
export async function startPrometheus(target: string): Promise<TestPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rulesPath],
    scrape_configs: [{ job_name: 'tcbatch-web', static_configs: [{ targets: [target] }] }],
  };
  await writeFile(join(folder, 'prometheus.yml'), stringify(config));
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = await addressOf(server.stderr);
  server.stderr.resume();
  return {
    alerts: async () => {
      const answer = await fetch(`${url}/api/v1/alerts`);
      return ((await answer.json()) as { data: { alerts: Alert[] } }).data.alerts;
    },
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It tells in its log where it listens. */
async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    said.push(line);
    const [, address] = /[Ll]istening on"? address=(127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (address && !address.endsWith(':0')) return `http://${address}`;
  }
  throw new Error(`Cannot start Prometheus: ${said.join('\n')}`);
}
