import { type Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../shared/environment.ts';
import { noMetrics } from '../shared/variable-rules.ts';

export interface MetricsOptions {
  readonly metricsPort?: string | undefined;
  readonly metricsHost?: string | undefined;
}

/** Adds the options that say where metrics and health are told. */
export function addMetricsOptions(command: Command): Command {
  return command
    .option('--metrics-port <n>', 'tell /metrics, /healthz and /readyz on this port, or on none', readPort)
    .option('--metrics-host <address>', 'address for it; only this machine unless told');
}

/** The environment with what the options say in the place of the variables. */
export function withMetricsOptions(environment: Environment, options: MetricsOptions): Environment {
  return {
    ...environment,
    ...(options.metricsPort !== undefined && { TCBATCH_METRICS_PORT: options.metricsPort }),
    ...(options.metricsHost !== undefined && { TCBATCH_METRICS_HOST: options.metricsHost }),
  };
}

function readPort(text: string): string {
  if (text === noMetrics || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535)) return text;
  throw new InvalidArgumentError(`It must be a port from 0 to 65535, or ${noMetrics}.`);
}
