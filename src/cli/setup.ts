import { type Config, readConfig } from '../shared/config.ts';
import { type Environment, loadEnvironment } from '../shared/environment.ts';
import { type MetricsOptions, withMetricsOptions } from './metrics-options.ts';
import { simulatedEnvironment } from './simulated-environment.ts';

/** What the environment and `.env` say, for one command. */
export interface Setup {
  readonly environment: Environment;
  readonly config: Config;
  /** Everything goes to the simulator. */
  readonly isSimulated: boolean;
}

export interface SetupOptions extends MetricsOptions {
  /** `--simulate`: the private Redis, a prefix of its own, and no way to a real account. */
  readonly simulate?: boolean | undefined;
}

/** Reads the setup. Throws an OperatorError that names every wrong variable. */
export function readSetup({ simulate = false, ...metrics }: SetupOptions = {}): Setup {
  const given = withMetricsOptions(loadEnvironment(process.env, process.cwd()), metrics);
  const environment = simulate ? simulatedEnvironment(given) : given;
  return { environment, config: readConfig(environment), isSimulated: simulate };
}
