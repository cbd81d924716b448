import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { isInstalled } from '../support/installed.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { readBoard } from './board.ts';
import { rulesPath, startPrometheus } from './prometheus.ts';

const run = promisify(execFile);
const hasPrometheus = isInstalled('prometheus') && isInstalled('promtool');
const { groups } = parse(readFileSync(rulesPath, 'utf8')) as {
  groups: { rules: { alert: string; expr: string }[] }[];
};
const rules = groups.flatMap((group) => group.rules);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tcbatch-alerts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = 'action="CreatePlan",account="default"';

/** Each alert with series that must raise it and, beside them, what keeps it quiet. `x20`: so many minutes of it. */
const cases: Readonly<Record<string, { readonly raised: Series; readonly quiet: Series }>> = {
  TcbatchInDoubt: {
    raised: { [`tcbatch_oldest_in_doubt_seconds{${line}}`]: '301x20' },
    quiet: { [`tcbatch_oldest_in_doubt_seconds{${line}}`]: '299x20' },
  },
  TcbatchLineHeld: {
    raised: { [`tcbatch_line_hold{${line},code="AuthFailure"}`]: '1x20' },
    quiet: { [`tcbatch_line_held{${line}}`]: '0x20' },
  },
  TcbatchNoProgress: {
    raised: backlog({ held: 0, callsPerSecond: 0 }),
    quiet: backlog({ held: 1, callsPerSecond: 0 }),
  },
  TcbatchNoWorker: {
    raised: { [`tcbatch_queue_length{${line}}`]: '7x20', [`tcbatch_workers{${line}}`]: '0x20' },
    quiet: { [`tcbatch_queue_length{${line}}`]: '7x20', [`tcbatch_workers{${line}}`]: '1x20' },
  },
  TcbatchRedisRefusesWrites: {
    raised: {
      'tcbatch_redis_writable{instance="a"}': '1x20',
      'tcbatch_redis_writable{instance="b"}': '0x20',
    },
    quiet: { 'tcbatch_redis_writable{instance="a"}': '1x20' },
  },
  TcbatchRedisNotDurable: {
    raised: { tcbatch_redis_durable: '0x20' },
    quiet: { tcbatch_redis_durable: '1x20' },
  },
  TcbatchAnswersUnwritten: {
    raised: { 'tcbatch_journal_backlog{instance="a"}': '2x20' },
    quiet: { 'tcbatch_journal_backlog{instance="a"}': '0x20' },
  },
  TcbatchDown: {
    raised: { 'up{job="tcbatch-worker"}': '0x20' },
    quiet: { 'up{job="another"}': '0x20' },
  },
};

type Series = Readonly<Record<string, string>>;

function backlog({ held, callsPerSecond }: { held: number; callsPerSecond: number }): Series {
  return {
    [`tcbatch_queue_length{${line}}`]: '7x20',
    [`tcbatch_line_held{${line}}`]: `${held}x20`,
    [`tcbatch_calls_per_second{${line}}`]: `${callsPerSecond}x20`,
  };
}

/** The description of TcbatchLineHeld for a held line of the account, as a person is told it; promtool shows what it got. */
async function heldDescription(account: string): Promise<string> {
  const series = `tcbatch_line_hold{action="CreatePlan",account="${account}",code="X"}`;
  const expected = { alertname: 'TcbatchLineHeld', eval_time: '1m', exp_alerts: [] };
  const test = {
    interval: '1m',
    input_series: [{ series, values: '1+0x5' }],
    alert_rule_test: [expected],
  };
  const path = join(folder, `held-${account}.yml`);
  await writeFile(path, stringify({ rule_files: [rulesPath], evaluation_interval: '1m', tests: [test] }));
  return run('promtool', ['test', 'rules', path]).then(
    () => 'no alert',
    (error: { stdout?: string; stderr?: string }) => `${error.stdout}${error.stderr}`,
  );
}

/** What promtool finds firing ten minutes on, by the name of the alert. */
async function judge(
  alert: string,
  series: Series,
  { isRaised }: { readonly isRaised: boolean },
): Promise<void> {
  const input = Object.entries(series).map(([name, values]) => ({
    series: name,
    values: values.replace('x', '+0x'),
  }));
  const expr = `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`;
  const test = {
    interval: '1m',
    input_series: input,
    promql_expr_test: [{ expr, eval_time: '10m', exp_samples: [{ labels: '{}', value: isRaised ? 1 : 0 }] }],
  };
  const path = join(folder, `${alert}-${isRaised}.yml`);
  const document = { rule_files: [rulesPath], evaluation_interval: '1m', tests: [test] };
  await writeFile(path, stringify(document));
  await run('promtool', ['test', 'rules', path]).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.stdout}${error.stderr}`);
  });
}

describe('the alerts', () => {
  it('each have a case here', () => {
    expect(rules.map(({ alert }) => alert)).toEqual(Object.keys(cases));
  });

  it.skipIf(!hasPrometheus).each(Object.entries(cases))(
    '%s fires where it should, and only there',
    async (alert, each) => {
      await judge(alert, each.raised, { isRaised: true });
      await judge(alert, each.quiet, { isRaised: false });
    },
  );

  it.skipIf(!hasPrometheus)('tell how to release the line of the account that is held', async () => {
    expect(await heldDescription('default')).toContain('`tcbatch release CreatePlan` lets');
    expect(await heldDescription('acme')).toContain('`tcbatch release CreatePlan --account acme` lets');
  });

  it.skipIf(!hasPrometheus)('are, with the whole configuration, what Prometheus takes', async () => {
    const path = fileURLToPath(new URL('../../deploy/prometheus/prometheus.yml', import.meta.url));
    await expect(run('promtool', ['check', 'config', path])).resolves.toBeTruthy();
  });
});

describe('the board', () => {
  it.skipIf(!hasPrometheus)('asks questions that Prometheus understands', async () => {
    const asked = readBoard().expressions.map((expr, i) => ({ record: `asked:${i}`, expr }));
    const path = join(folder, 'board.yml');
    await writeFile(path, stringify({ groups: [{ name: 'board', rules: asked }] }));
    await expect(run('promtool', ['check', 'rules', path])).resolves.toBeTruthy();
  });
});

describe('what is asked for', () => {
  let redis: TestRedis;
  let workplace: Workplace;
  beforeAll(async () => {
    redis = await startTestRedis();
    workplace = await openWorkplace({ REDIS_URL: redis.url, TCBATCH_WEB_TOKEN: 'a-token' });
  });
  afterAll(async () => {
    await workplace.close();
    await redis.stop();
  });

  it('is told: each metric of the board and of the alerts stands in what worker and site tell', async () => {
    const simulator = await startSimulator();
    const environment = {
      TCBATCH_ENDPOINT: simulator.url,
      TENCENTCLOUD_SECRET_ID: simulator.secretId,
      TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
      TCBATCH_METRICS_PORT: '0',
    };
    const told: string[] = [];
    for (const words of [['worker'], ['serve', '--port', '0']]) {
      const process = workplace.start(words, { environment });
      const [, door] = await process.says('stderr', /"url":"([^"]+)","msg":"Telling metrics"/);
      told.push(await (await fetch(`${door}/metrics`)).text());
      process.kill('SIGTERM');
      await process.ended;
    }
    await simulator.close();
    const names = new Set(told.join('\n').match(/(?<=^# HELP )\w+/gm));
    const asked = [...readBoard().expressions, ...rules.map(({ expr }) => expr)].flatMap(
      (expr) => expr.match(/\b(?:tcbatch|bullmq|nodejs)_\w+/g) ?? [],
    );
    const plain = asked.map((name) =>
      name.replace(/_(?:bucket|count|sum)$/, (end) => (names.has(name) ? end : '')),
    );
    expect(new Set(plain).size).toBeGreaterThan(15);
    for (const name of plain) expect(names).toContain(name);
  });

  it.skipIf(!hasPrometheus)(
    'raises an alert in a real Prometheus when a line is held, and takes it back',
    async () => {
      const serve = workplace.start(['serve', '--port', '0', '--metrics-port', '0']);
      const [, door = ''] = await serve.says('stderr', /"url":"([^"]+)","msg":"Telling metrics"/);
      const [url] = await serve.says('stdout', /http:\/\/\S+/);
      const act = (deed: string) =>
        fetch(`${url}/api/actions/CreatePlan/${deed}`, {
          method: 'POST',
          headers: { authorization: 'Bearer a-token', 'content-type': 'application/json' },
          body: '{"reason":"budget"}',
        });
      const prometheus = await startPrometheus(new URL(door).host);
      const held = async () =>
        (await prometheus.alerts()).find(({ labels }) => labels.alertname === 'TcbatchLineHeld');
      try {
        expect((await act('hold')).status).toBe(200);
        await until('the alert fires', async () => (await held())?.state === 'firing');
        const alert = await held();
        expect(alert?.labels).toMatchObject({ action: 'CreatePlan', account: 'default', code: 'Person' });
        expect(alert?.annotations.summary).toBe('CreatePlan of account default is held: Person');
        expect((await act('release')).status).toBe(200);
        await until('the alert is gone', async () => (await held()) === undefined);
      } finally {
        await prometheus.stop();
        serve.kill('SIGTERM');
        await serve.ended;
      }
    },
  );
});
