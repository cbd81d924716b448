import { homedir } from 'node:os';
import type { Accounts } from '../shared/accounts/account.ts';
import { readAccounts } from '../shared/accounts/read-accounts.ts';
import { type Config, readConfig } from '../shared/config.ts';
import { type Environment, loadEnvironment } from '../shared/environment.ts';
import { type MetricsOptions, withMetricsOptions } from './metrics-options.ts';
import { simulatedEnvironment } from './simulated-environment.ts';

/** What the environment, `.env` and the config file say, for one command. */
export interface Setup {
  readonly environment: Environment;
  readonly config: Config;
  /** Who can pay, by name. */
  readonly accounts: Accounts;
  /** Everything goes to the simulator. */
  readonly isSimulated: boolean;
}

export interface SetupOptions extends MetricsOptions {
  /** `--simulate`: the private Redis, a prefix of its own, and no way to a real account. */
  readonly simulate?: boolean | undefined;
}

/** Reads the setup. Throws an OperatorError that names every wrong variable, or what is wrong in the config file. */
export function readSetup({ simulate = false, ...metrics }: SetupOptions = {}): Setup {
  const given = withMetricsOptions(loadEnvironment(process.env, process.cwd()), metrics);
  return setupFrom(simulate ? simulatedEnvironment(given) : given, simulate);
}

/** The setup that an environment describes. */
export function setupFrom(environment: Environment, isSimulated: boolean): Setup {
  const config = readConfig(environment);
  const accounts = readAccounts(config, { environment, homeDir: environment.HOME || homedir() });
  return { environment, config, accounts, isSimulated };
}
