import type { Command } from 'commander';
import { closeAccounts, type OpenAccounts, openAccounts } from '../../shared/accounts/open-account.ts';
import { calledActions } from '../../shared/actions/index.ts';
import { OperatorError } from '../../shared/errors.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { createLog, type Log } from '../../shared/log.ts';
import { type Durability, readDurability } from '../../shared/redis/durability.ts';
import { mostCallsPerSecond } from '../../shared/variable-rules.ts';
import { readPayers } from '../../worker/balance/read-payers.ts';
import { startWorker } from '../../worker/start-worker.ts';
import { examples } from '../examples.ts';
import { knownAccount } from '../known-account.ts';
import { knownAction } from '../known-action.ts';
import { endpointHosts, requireDurable } from '../live-account.ts';
import type { WorkerDoor } from '../metrics/worker-door.ts';
import { addMetricsOptions } from '../metrics-options.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { many, wholeNumber } from '../option-values.ts';
import { maskedId } from '../paying-credentials.ts';
import { requireOwnPayers } from '../require-own-payers.ts';
import { requireSealedWay } from '../require-sealed-way.ts';
import { withSimulatorFor } from '../run/lend-simulator.ts';
import { readSetup, type Setup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { tellOf } from '../tell-of.ts';
import { type StopWatch, watchForStop } from '../told-to-stop.ts';

interface WorkerCommandOptions extends SetupOptions {
  readonly action?: readonly string[];
  readonly account?: readonly string[];
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
    .option('--account <name>', 'work this account only; may be repeated', many)
    .option('--concurrency <n>', 'purchases of one action in hand at once', wholeNumber(1), 64)
    .option('--accept-volatile-redis', 'buy although a crash of this Redis may lose what was bought')
    .addOption(simulateOption('buy from a simulator that is started for it'));
  addMetricsOptions(command)
    .addHelpText(
      'after',
      examples(
        'tcbatch worker',
        'tcbatch worker --action CreatePlan --concurrency 8',
        'tcbatch worker --account acme',
      ),
    )
    .action(work);
}

async function work(options: WorkerCommandOptions): Promise<void> {
  const stop = watchForStop();
  await withSimulatorFor(readSetup(options), (setup) => workWith(setup, options, stop));
  stop.close();
}

async function workWith(setup: Setup, options: WorkerCommandOptions, stop: StopWatch): Promise<void> {
  requireSealedWay(setup);
  const lines = linesOf(setup, options);
  const log = createLog({ level: setup.config.logLevel, isTerminal: process.stderr.isTTY === true });
  const accounts = openAccounts(setup.accounts, log);
  const working = new Set(lines.map(({ account }) => account));
  await readCredentials(
    Array.from(working, (name) => knownAccount(setup, name).name),
    accounts,
    log,
  );
  requireOwnPayers(accounts);
  await withLedger(
    setup.config,
    async (ledger) => {
      const durability = await readDurability(ledger.redis);
      requireDurable(setup, durability, { isAccepted: options.acceptVolatileRedis ?? false });
      const { config } = setup;
      // Nobody is asked of one account alone: there is nothing that it could be the same as.
      if (working.size > 1) {
        requireOwnPayers(accounts, await readPayers([...working], { ledger, accounts, config, log }));
      }
      const { concurrency } = options;
      const door = await openDoor(ledger, setup, log);
      const meterOf = door?.meterOf;
      const worker = await startWorker({
        ...{ ledger, lines, config, accounts, durability, concurrency, log },
        ...(meterOf && { meterOf }),
      });
      door?.watch(worker);
      const notifier = tellOf(ledger, config, log);
      await logStart(log, { setup, ledger, lines, accounts, durability });
      const cause = await stop.told;
      log.info({ cause }, 'Draining: nothing new is sent, and what is in flight gets its outcome');
      await worker.close();
      await notifier?.close();
      await door?.close();
      log.info('Drained');
    },
    { role: 'worker' },
  );
  closeAccounts(accounts);
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

function linesOf(setup: Setup, { action, account }: WorkerCommandOptions): Line[] {
  const actionsWorked = new Set(
    (action ?? calledActions.map(({ name }) => name)).map((name) => knownAction(name).name),
  );
  const accountsWorked = new Set(
    (account ?? [...setup.accounts.keys()]).map((name) => knownAccount(setup, name).name),
  );
  return Array.from(accountsWorked).flatMap((name) =>
    Array.from(actionsWorked, (each) => ({ action: each, account: name })),
  );
}

/**
 * Reads the credentials of the accounts that are worked. One that has none is told of, and its lines wait until it
 * has; throws an OperatorError where nothing could be worked.
 */
async function readCredentials(names: readonly string[], accounts: OpenAccounts, log: Log): Promise<void> {
  const readings = await Promise.allSettled(names.map((name) => accounts.get(name)?.keyring.refresh()));
  const isAnyReady = readings.some(({ status }) => status === 'fulfilled');
  for (const [i, reading] of readings.entries()) {
    if (reading.status === 'fulfilled') continue;
    if (!isAnyReady || !(reading.reason instanceof OperatorError)) throw reading.reason;
    const { message, advice } = reading.reason;
    log.error(
      { account: names[i], reason: message, advice },
      'Account without credentials, its lines wait for them',
    );
  }
}

interface Start {
  readonly setup: Setup;
  readonly ledger: OpenLedger;
  readonly lines: readonly Line[];
  readonly accounts: OpenAccounts;
  readonly durability: Durability;
}

async function logStart(log: Log, { setup, ledger, lines, accounts, durability }: Start): Promise<void> {
  const working = new Set(lines.map(({ account }) => account));
  const payers = [...working].flatMap((name) => {
    const { keyring } = accounts.get(name) ?? {};
    return keyring?.isReady() ? [[name, keyring.current()] as const] : [];
  });
  const [first] = payers;
  const fields = {
    actions: lines.map(lineName),
    rate: setup.config.rate,
    effectiveRate: await ratesOf(ledger, lines, accounts),
    pacing: setup.config.pacing,
    endpoints: endpointHosts(setup.accounts.values()),
    redis: ledger.redisName,
    durability: durability.kind,
    account: first && maskedId(first[1]),
    credentials: first?.[1].source,
    ...(payers.length > 1
      ? { accounts: Object.fromEntries(payers.map(([name, credentials]) => [name, maskedId(credentials)])) }
      : {}),
  };
  log.info(fields, 'Working');
}

/** Calls a second by line: the lower of what this worker was started with and what was set by hand. */
async function ratesOf(ledger: OpenLedger, lines: readonly Line[], accounts: OpenAccounts) {
  const rates = await Promise.all(
    lines.map(async (line) => {
      const own = accounts.get(line.account)?.rate ?? mostCallsPerSecond;
      return [lineName(line), Math.min(own, (await readLineRate(ledger, line)) ?? own)] as const;
    }),
  );
  return Object.fromEntries(rates);
}
