import type { Command } from 'commander';
import { calledActions } from '../../shared/actions/index.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { defaultAccount, type Line } from '../../shared/line.ts';
import { createLog, type Log } from '../../shared/log.ts';
import { type Durability, readDurability } from '../../shared/redis/durability.ts';
import { startWorker } from '../../worker/start-worker.ts';
import { examples } from '../examples.ts';
import { knownAction } from '../known-action.ts';
import { endpointHosts, requireDurable } from '../live-account.ts';
import type { WorkerDoor } from '../metrics/worker-door.ts';
import { addMetricsOptions } from '../metrics-options.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { many, wholeNumber } from '../option-values.ts';
import { maskedId, payingCredentials } from '../paying-credentials.ts';
import { withSimulatorFor } from '../run/lend-simulator.ts';
import { readSetup, type Setup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { type StopWatch, watchForStop } from '../told-to-stop.ts';

interface WorkerCommandOptions extends SetupOptions {
  readonly action?: readonly string[];
  readonly concurrency: number;
  readonly acceptVolatileRedis?: boolean;
}

/** `worker`: works the queues until it is told to stop, then drains. */
export function addWorker(program: Command): void {
  const command = program
    .command('worker')
    .summary('buy what is queued, until told to stop')
    .description(
      'Works the queues until SIGTERM or SIGINT, then lets what is in flight finish and exits 0. Start as many as you like, anywhere: together they keep to the limit. A second signal ends it at once.',
    )
    .option('--action <name>', 'work this action only; may be repeated', many)
    .option('--concurrency <n>', 'purchases of one action in hand at once', wholeNumber(1), 32)
    .option('--accept-volatile-redis', 'buy although a crash of this Redis may lose what was bought')
    .addOption(simulateOption('buy from a simulator that is started for it'));
  addMetricsOptions(command)
    .addHelpText('after', examples('tcbatch worker', 'tcbatch worker --action CreatePlan --concurrency 8'))
    .action(work);
}

async function work(options: WorkerCommandOptions): Promise<void> {
  const stop = watchForStop();
  await withSimulatorFor(readSetup(options), (setup) => workWith(setup, options, stop));
  stop.close();
}

async function workWith(setup: Setup, options: WorkerCommandOptions, stop: StopWatch): Promise<void> {
  const credentials = payingCredentials(setup.environment);
  const lines = linesOf(options.action);
  const log = createLog({ level: setup.config.logLevel, isTerminal: process.stderr.isTTY === true });
  await withLedger(
    setup.config,
    async (ledger) => {
      const durability = await readDurability(ledger.redis);
      requireDurable(setup.config, durability, { isAccepted: options.acceptVolatileRedis ?? false });
      const { config } = setup;
      const { concurrency } = options;
      const door = await openDoor(ledger, setup, log);
      const meterOf = door?.meterOf;
      const worker = await startWorker({
        ...{ ledger, lines, config, credentials, durability, concurrency, log },
        ...(meterOf && { meterOf }),
      });
      door?.watch(worker);
      await logStart(log, { setup, ledger, lines, credentials, durability });
      const cause = await stop.told;
      log.info({ cause }, 'Draining: nothing new is sent, and what is in flight gets its outcome');
      await worker.close();
      await door?.close();
      log.info('Drained');
    },
    { role: 'worker' },
  );
}

/** Loaded only where it is wanted: a worker that nobody asks counts nothing. */
async function openDoor(ledger: OpenLedger, { config }: Setup, log: Log): Promise<WorkerDoor | null> {
  const { metricsPort: port } = config;
  if (port === null) return null;
  const { openWorkerDoor } = await import('../metrics/worker-door.ts');
  const door = await openWorkerDoor({ ledger, config, port });
  log.info({ url: door.url }, 'Telling metrics');
  return door;
}

function linesOf(names: readonly string[] = calledActions.map(({ name }) => name)): Line[] {
  const known = names.map((name) => knownAction(name).name);
  return [...new Set(known)].map((action) => ({ action, account: defaultAccount }));
}

interface Start {
  readonly setup: Setup;
  readonly ledger: OpenLedger;
  readonly lines: readonly Line[];
  readonly credentials: Credentials;
  readonly durability: Durability;
}

async function logStart(log: Log, { setup, ledger, lines, credentials, durability }: Start): Promise<void> {
  const fields = {
    actions: lines.map(({ action }) => action),
    rate: setup.config.rate,
    effectiveRate: await ratesOf(ledger, lines, setup.config.rate),
    pacing: setup.config.pacing,
    endpoints: endpointHosts(setup.config),
    redis: ledger.redisName,
    durability: durability.kind,
    account: maskedId(credentials),
    credentials: credentials.source,
  };
  log.info(fields, 'Working');
}

/** Calls a second by action: the lower of what this worker was started with and what was set by hand. */
async function ratesOf(ledger: OpenLedger, lines: readonly Line[], own: number) {
  const rates = await Promise.all(
    lines.map(
      async (line) => [line.action, Math.min(own, (await readLineRate(ledger, line)) ?? own)] as const,
    ),
  );
  return Object.fromEntries(rates);
}
