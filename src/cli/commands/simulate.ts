import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { simulatedPair } from '../../shared/accounts/simulated-pair.ts';
import { checkCredentials } from '../../shared/credentials/check-credentials.ts';
import { environmentCredentials } from '../../shared/credentials/environment-credentials.ts';
import type { Environment } from '../../shared/environment.ts';
import { OperatorError } from '../../shared/errors.ts';
import { type FaultRule, parseFaultRules } from '../../simulator/fault-rule.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { examples } from '../examples.ts';
import { many, share, wholeNumber } from '../option-values.ts';
import { readSetup } from '../setup.ts';
import { print } from '../terminal.ts';
import { watchForStop } from '../told-to-stop.ts';

interface SimulateOptions {
  readonly port: number;
  readonly json?: boolean;
  readonly account?: readonly string[];
  readonly rate?: number | 'none';
  readonly latencyMs?: { readonly min: number; readonly max: number };
  readonly balance?: number;
  readonly deliveryDelayMs?: number;
  readonly tokenLifetimeMs?: number;
  readonly clockOffsetMs?: number;
  readonly faults?: readonly FaultRule[];
  readonly domains?: readonly string[];
  readonly plans?: number;
  readonly instances?: number;
  readonly expiring?: number;
  readonly expiringWithinDays?: number;
}

/** `simulate`: a local stand-in for the three services. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .summary('run a stand-in for the services')
    .description(
      "Runs a local stand-in for the three services until SIGTERM. The first line on stdout is its base URL, for TCBATCH_ENDPOINT. It accepts the environment's credentials, or simulator-id and simulator-key; GET /simulator/executed tells what it sold.",
    )
    .option('--port <n>', 'port on 127.0.0.1; 0 lets the system choose', wholeNumber(0), 0)
    .option('--json', 'print {url, secretId, secretKey} as the first line')
    .option(
      '--account <name>',
      'an account beside the first one, with a key of its own; may be repeated',
      many,
    )
    .option('--rate <n>', 'calls of one action in any second (20), or none for no limit', readRate)
    .option('--latency-ms <ms>', 'how long a call takes, or MIN-MAX', readSpan)
    .option('--balance <cents>', "the account's balance", wholeNumber(0))
    .option('--delivery-delay-ms <ms>', 'how long a paid order waits for its instance', wholeNumber(0))
    .option('--token-lifetime-ms <ms>', 'how long a ClientToken is remembered', wholeNumber(0))
    .option('--clock-offset-ms <ms>', 'how far its clock is off', readOffset)
    .option('--faults <json>', 'fault rules, as POST /simulator/faults takes them', readFaults)
    .option('--domains <file>', 'domains that the account lists, one a line', readLines)
    .option('--plans <n>', 'plans that the account holds already', wholeNumber(0))
    .option('--instances <n>', 'instances that it holds already', wholeNumber(0))
    .option('--expiring <share>', 'share of both that expires soon: 0.33 is a third', share)
    .option('--expiring-within-days <n>', 'how soon (30)', wholeNumber(1))
    .addHelpText(
      'after',
      examples(
        'tcbatch simulate --port 9000',
        'tcbatch simulate --plans 1000 --instances 1000 --expiring 0.33',
        `tcbatch simulate --faults '[{"match":{"every":10},"fault":{"kind":"drop-after"}}]'`,
      ),
    )
    .action(simulate);
}

async function simulate({ json = false, account = [], ...options }: SimulateOptions): Promise<void> {
  const stop = watchForStop();
  const otherAccounts = Object.fromEntries(account.map((name) => [name, simulatedPair(name)]));
  const simulator = await start(options, { environment: readSetup().environment, otherAccounts });
  const { url, secretId, secretKey } = simulator;
  const accounts = account.length === 0 ? {} : { accounts: otherAccounts };
  print(json ? JSON.stringify({ url, secretId, secretKey, ...accounts }) : url);
  await stop.told;
  await simulator.close();
  stop.close();
}

/** Whose keys the simulator takes. */
interface SimulatorKeys {
  readonly environment: Environment;
  readonly otherAccounts: Readonly<Record<string, ReturnType<typeof simulatedPair>>>;
}

async function start(
  {
    rate,
    balance,
    domains,
    plans,
    instances,
    expiring,
    expiringWithinDays,
    ...options
  }: Omit<SimulateOptions, 'json' | 'account'>,
  { environment, otherAccounts }: SimulatorKeys,
): Promise<Simulator> {
  const own = checkCredentials(environmentCredentials(environment));
  try {
    return await startSimulator({
      ...options,
      otherAccounts,
      ratePerSecond: rate === 'none' ? null : rate,
      balanceCents: balance,
      stock: { domains, plans, instances, expiring, expiringWithinDays },
      ...(own && {
        credentials: {
          secretId: own.secretId,
          secretKey: own.secretKey,
          sessionToken: own.token ?? undefined,
        },
      }),
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new OperatorError('port-unusable', `Cannot listen on port ${options.port}: got ${error.code}`, {
      advice: 'Choose another port, or none.',
      cause: error,
    });
  }
}

/** Not null, which commander takes for no value at all. */
function readRate(text: string): number | 'none' {
  return text === 'none' ? text : wholeNumber(1)(text);
}

function readSpan(text: string): { min: number; max: number } {
  const [min = Number.NaN, max = min] = text.split('-').map(wholeNumber(0));
  if (max >= min) return { min, max };
  throw new InvalidArgumentError('It must be a number of milliseconds, or MIN-MAX.');
}

function readOffset(text: string): number {
  if (/^-?\d{1,12}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of milliseconds.');
}

function readLines(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.map((line) => line.trim()).filter(Boolean);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function readFaults(text: string): FaultRule[] {
  try {
    return parseFaultRules(JSON.parse(text));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
