import type { Config } from '../../shared/config.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { createLedgerProbe } from '../../shared/ledger/probe-ledger.ts';
import type { Log } from '../../shared/log.ts';
import { type MetricsDoor, openMetricsDoor } from './metrics-door.ts';

/** What the web server counted, in Prometheus's own text. */
interface WrittenMetrics {
  readonly metrics: { readonly contentType: string; readonly write: () => Promise<string> };
}

const probeTimeoutMs = 2_000;

/** Tells what `GET /metrics` of the site tells, without its token, on a port of its own; null where none is wanted. */
export async function openServeDoor(
  { metrics }: WrittenMetrics,
  { ledger, config, log }: { readonly ledger: Ledger; readonly config: Config; readonly log: Log },
): Promise<MetricsDoor | null> {
  const { metricsPort: port, metricsHost: host } = config;
  if (port === null) return null;
  const probe = createLedgerProbe(ledger, { timeoutMs: probeTimeoutMs });
  const sources = {
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.write() }),
    health: async () => ({ ok: true }),
    readiness: async () => {
      const redis = await probe();
      return { ok: redis === 'writable', redis };
    },
  };
  const door = await openMetricsDoor({ host, port }, sources);
  log.info({ url: door.url }, 'Telling metrics');
  return door;
}
