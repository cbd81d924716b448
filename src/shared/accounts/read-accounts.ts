import type { Service } from '../actions/action.ts';
import type { Config } from '../config.ts';
import { fixedSource } from '../credentials/credential-source.ts';
import { Credentials } from '../credentials/credentials.ts';
import { defaultSource } from '../credentials/default-source.ts';
import { type EndpointSettings, reachesVendor } from '../endpoint.ts';
import { OperatorError } from '../errors.ts';
import { defaultAccount } from '../line.ts';
import { isLifted, mostCallsPerSecond } from '../variable-rules.ts';
import type { Account, Accounts } from './account.ts';
import { type AccountSpec, readAccountsFile } from './accounts-file.ts';
import { simulatedPair } from './simulated-pair.ts';
import { type SourceContext, sourceFor } from './source-for.ts';

/**
 * The accounts that the environment and the config file describe. Throws an OperatorError that names what is wrong in
 * the file; whether any credentials are there is found out when they are read.
 */
export function readAccounts(config: Config, context: SourceContext): Accounts {
  const specs = readAccountsFile(context.environment, context.homeDir);
  const names = new Set([defaultAccount, ...Object.keys(specs)]);
  return new Map(
    Array.from(names, (name) => [name, accountOf(name, { spec: specs[name] ?? {}, config, context })]),
  );
}

interface Written {
  readonly spec: AccountSpec;
  readonly config: Config;
  readonly context: SourceContext;
}

function accountOf(name: string, { spec, config, context }: Written): Account {
  const endpoints = endpointsOf(spec, config);
  const rate = Math.min(config.rate, spec.rate ?? config.rate);
  if (isLifted(rate) && reachesVendor(endpoints)) throw liftedForVendor(name, rate);
  return {
    name,
    ...endpoints,
    rate,
    source: sourceOf(name, spec, context),
  };
}

function liftedForVendor(name: string, rate: number): OperatorError {
  return new OperatorError(
    'config-invalid',
    `Cannot read TCBATCH_RATE as it must be at most ${mostCallsPerSecond} where calls of account ${name} go to the vendor: got ${rate}`,
    { advice: 'TCBATCH_TEST_RATE_UNLIMITED is for tests: set TCBATCH_ENDPOINT to a server of your own.' },
  );
}

/** The environment wins: with it a person, or `--simulate`, points all accounts elsewhere at once. */
function endpointsOf({ endpoints }: AccountSpec, { endpoint, serviceEndpoints }: Config): EndpointSettings {
  const own = typeof endpoints === 'object' ? endpoints : {};
  const ofService = (service: Service) =>
    serviceEndpoints[service] ?? (endpoint === null ? (own[service] ?? null) : null);
  return {
    endpoint: endpoint ?? (typeof endpoints === 'string' ? endpoints : null),
    serviceEndpoints: { dnspod: ofService('dnspod'), teo: ofService('teo'), billing: ofService('billing') },
  };
}

function sourceOf(name: string, { credentials }: AccountSpec, context: SourceContext) {
  const { environment, homeDir } = context;
  if (environment.TCBATCH_SIMULATED === '1' && name !== defaultAccount) return simulatedSource(name);
  // Of the simulated default account the environment says all, and a role's place would be a real one.
  if (!credentials || environment.TCBATCH_SIMULATED === '1') return defaultSource(environment, { homeDir });
  return sourceFor(credentials, context);
}

/** What the simulator takes for an account of that name. */
function simulatedSource(name: string) {
  return fixedSource(new Credentials(simulatedPair(name), 'the simulator'));
}
