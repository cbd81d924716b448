import type { Environment } from '../environment.ts';
import { traceWith, tracing } from './tracing.ts';

/**
 * Traces this process where OpenTelemetry's own variables say to which collector, and does nothing else. Returns what
 * is to be done before the process ends.
 */
export async function startTracing(environment: Environment): Promise<() => Promise<void>> {
  const url = collectorOf(environment);
  if (url === null) return async () => {};
  // Loaded only now: who does not trace does not pay for it.
  const { openTelemetry } = await import('./open-telemetry.ts');
  const started = openTelemetry({ url, service: environment.OTEL_SERVICE_NAME || 'tcbatch' });
  traceWith(started);
  return async () => tracing()?.close();
}

/** By the specification's names: one for traces alone, or one for all that is sent. */
function collectorOf(environment: Environment): string | null {
  if (environment.OTEL_SDK_DISABLED === 'true') return null;
  const forTraces = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (forTraces) return forTraces;
  const forAll = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  return forAll ? `${forAll.replace(/\/$/, '')}/v1/traces` : null;
}
