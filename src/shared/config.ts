import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { EndpointSettings } from './endpoint.ts';
import type { Environment } from './environment.ts';
import { OperatorError } from './errors.ts';
import { hideCredentials } from './hide-credentials.ts';
import { type ProxyRules, readProxyRules } from './outgoing/proxy-rules.ts';
import * as rule from './variable-rules.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** What the environment decides. Credentials have their own reader. */
export interface Config extends EndpointSettings {
  /** As REDIS_URL has it; null: the private Redis. */
  readonly redisUrl: string | null;
  /** Absolute path: the only certificates by which a `rediss://` server is believed; null: the usual ones. */
  readonly redisCaFile: string | null;
  /** Prefix of every key. */
  readonly prefix: string;
  /** Absolute path: the private Redis's files, the answer journal. */
  readonly dataDir: string;
  /** Calls a second for each action, over all processes together. */
  readonly rate: number;
  readonly pacing: 'paced' | 'strict';
  /** Larger manifests are refused; null: none is. */
  readonly maxPurchases: number | null;
  /** Through which the API is reached. */
  readonly proxies: ProxyRules;
  /** From send to full answer. */
  readonly requestTimeoutMs: number;
  /** How long after its first attempt a ClientToken may be sent again. */
  readonly tokenWindowMs: number;
  /** Replicas that must hold an intent before its call is sent. */
  readonly waitReplicas: number;
  /** Secret of the web site and HTTP API; null: one is made at the first start. */
  readonly webToken: string | null;
  /** Secret of those who may only look; null: nobody has one, or one is made with the other. */
  readonly webReadToken: string | null;
  /** Where metrics and health are told to whoever can reach it; null: nowhere. 0 lets the system choose. */
  readonly metricsPort: number | null;
  readonly metricsHost: string;
  /** Whom to tell what happened; null: nobody. */
  readonly webhook: WebhookSettings | null;
  readonly logLevel: LogLevel;
}

export type LogLevel = (typeof rule.logLevels)[number];

/** Reads every variable, or throws an OperatorError that names each wrong one, its value and what would be right. */
export function readConfig(environment: Environment): Config {
  requireNoneBlank(environment);
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const read = schemaFor(environment).safeParse(Object.fromEntries(given));
  if (!read.success) throw wrongVariables(read.error, environment);
  const variables = read.data;
  return {
    redisUrl: redisUrlOf(variables.REDIS_URL),
    redisCaFile: caFileOf(environment),
    prefix: variables.TCBATCH_PREFIX,
    dataDir: dataDirOf(environment),
    endpoint: variables.TCBATCH_ENDPOINT ?? null,
    serviceEndpoints: {
      dnspod: variables.TCBATCH_ENDPOINT_DNSPOD ?? null,
      teo: variables.TCBATCH_ENDPOINT_TEO ?? null,
      billing: variables.TCBATCH_ENDPOINT_BILLING ?? null,
    },
    rate: variables.TCBATCH_RATE,
    pacing: variables.TCBATCH_PACING,
    maxPurchases: variables.TCBATCH_MAX_PURCHASES ?? null,
    proxies: readProxyRules(environment),
    requestTimeoutMs: variables.TCBATCH_REQUEST_TIMEOUT_MS,
    tokenWindowMs: variables.TCBATCH_TOKEN_WINDOW_MS,
    waitReplicas: variables.TCBATCH_WAIT_REPLICAS,
    webToken: variables.TCBATCH_WEB_TOKEN ?? null,
    webReadToken: variables.TCBATCH_WEB_READ_TOKEN ?? null,
    metricsPort: variables.TCBATCH_METRICS_PORT,
    metricsHost: variables.TCBATCH_METRICS_HOST,
    webhook:
      variables.TCBATCH_WEBHOOK_URL === undefined || variables.TCBATCH_WEBHOOK_URL === rule.noWebhook
        ? null
        : {
            url: variables.TCBATCH_WEBHOOK_URL,
            secret: variables.TCBATCH_WEBHOOK_SECRET ?? null,
            form: variables.TCBATCH_WEBHOOK_FORM,
            proxies: readProxyRules(environment),
            doubtMinutes: variables.TCBATCH_WEBHOOK_DOUBT_MINUTES,
          },
    logLevel: variables.LOG_LEVEL,
  };
}

/**
 * A variable that decides where calls go, what was bought before or how fast has a value or is not there: `export
 * TCBATCH_ENDPOINT=$SIMULATOR` with a name misspelt must not go to the live account.
 */
function requireNoneBlank(environment: Environment): void {
  const blank = Object.entries(environment).filter(
    ([name, value]) => (name === 'REDIS_URL' || name.startsWith('TCBATCH_')) && value?.trim() === '',
  );
  if (blank.length === 0) return;
  const sentences = blank.map(([name]) => `Cannot read ${name} as it is set and holds nothing: got ""`);
  throw new OperatorError('config-invalid', sentences.join('\n'), {
    advice: 'Give it a value, or unset it: an empty one might mean the live account, or another ledger.',
  });
}

function redisUrlOf(given: string | undefined): string | null {
  return given === undefined || given === rule.privateRedis ? null : given;
}

function schemaFor(environment: Environment) {
  // For tests and benchmarks against the simulator alone: the API grants no more than 20.
  const isRateUnlimited = environment.TCBATCH_TEST_RATE_UNLIMITED === '1';
  return z.object({
    REDIS_URL: rule.redisUrl.optional(),
    TCBATCH_PREFIX: rule.prefix.default('tcbatch'),
    TCBATCH_ENDPOINT: rule.endpoint.optional(),
    TCBATCH_ENDPOINT_DNSPOD: rule.endpoint.optional(),
    TCBATCH_ENDPOINT_TEO: rule.endpoint.optional(),
    TCBATCH_ENDPOINT_BILLING: rule.endpoint.optional(),
    TCBATCH_RATE: rule
      .rate(isRateUnlimited ? Number.POSITIVE_INFINITY : rule.mostCallsPerSecond)
      .default(rule.mostCallsPerSecond),
    TCBATCH_PACING: rule.pacing.default('paced'),
    TCBATCH_MAX_PURCHASES: rule.wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
    // An hour; a timer cannot run longer than 24 days, and no call of this API answers after minutes.
    TCBATCH_REQUEST_TIMEOUT_MS: rule.wholeNumber(1, 3_600_000).default(30_000),
    // 0 never sends a ClientToken twice. The vendor documents no lifetime, so more than a day is surely a mistake.
    TCBATCH_TOKEN_WINDOW_MS: rule.wholeNumber(0, 86_400_000).default(240_000),
    TCBATCH_WAIT_REPLICAS: rule.wholeNumber(0, 100).default(0),
    TCBATCH_WEB_TOKEN: rule.webToken.optional(),
    TCBATCH_WEB_READ_TOKEN: rule.webToken.optional(),
    TCBATCH_METRICS_PORT: rule.metricsPort.default(null),
    TCBATCH_METRICS_HOST: rule.metricsHost.default('127.0.0.1'),
    TCBATCH_WEBHOOK_URL: rule.webhookUrl.optional(),
    TCBATCH_WEBHOOK_SECRET: rule.webhookSecret.optional(),
    TCBATCH_WEBHOOK_FORM: rule.webhookForm.default('json'),
    // A week; looks settle most doubts within half an hour.
    TCBATCH_WEBHOOK_DOUBT_MINUTES: rule.wholeNumber(0, 10_080).default(30),
    LOG_LEVEL: rule.logLevel.default('info'),
  });
}

function wrongVariables(error: z.ZodError, environment: Environment): OperatorError {
  const sentences = error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `Cannot read ${name} as ${message}: got ${shown(name, environment[name] ?? '')}`;
  });
  return new OperatorError('config-invalid', sentences.join('\n'), {
    advice: 'Correct the variable in the environment or in .env.',
  });
}

const secretVariables: ReadonlySet<string> = new Set([
  'TCBATCH_WEB_TOKEN',
  'TCBATCH_WEB_READ_TOKEN',
  // The path of Slack's address is its secret.
  'TCBATCH_WEBHOOK_URL',
  'TCBATCH_WEBHOOK_SECRET',
]);

function shown(name: string, value: string): string {
  if (secretVariables.has(name)) return 'something else (not shown)';
  return name === 'REDIS_URL' || value.includes('://') ? hideCredentials(value) : value;
}

function caFileOf(environment: Environment): string | null {
  const wanted = environment.TCBATCH_REDIS_CA;
  return wanted ? resolve(expandHome(wanted, homeOf(environment))) : null;
}

function dataDirOf(environment: Environment): string {
  const home = homeOf(environment);
  const wanted = environment.TCBATCH_DATA_DIR;
  if (wanted) return resolve(expandHome(wanted, home));
  const shared = environment.XDG_DATA_HOME;
  // The XDG specification tells to ignore relative paths.
  return shared && isAbsolute(shared) ? join(shared, 'tcbatch') : join(home, '.local', 'share', 'tcbatch');
}

function homeOf(environment: Environment): string {
  return environment.HOME || homedir();
}

/** Done here since no shell does it for a line of `.env`. */
function expandHome(path: string, home: string): string {
  return path.replace(/^~(?=\/|$)/, home);
}
