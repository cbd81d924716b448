import { setTimeout as delay } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { BullMQOtel } from 'bullmq-otel';
import type { SpanStart, Tracing } from './tracing.ts';

const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

/** A collector that does not answer must not keep a process from ending. */
const closeWithinMs = 3_000;

/** Sends spans to a collector by OTLP over HTTP; what it does not take is dropped, and never waited for. */
export function openTelemetry({ url, service }: { readonly url: string; readonly service: string }): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': String(process.pid) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: closeWithinMs }))],
  });
  provider.register();
  const tracer = trace.getTracer('tcbatch');
  return {
    telemetry: new BullMQOtel({ tracerName: 'tcbatch' }),
    openSpan: ({ name, kind, attributes, headers }: SpanStart) => {
      const parent = headers ? propagation.extract(ROOT_CONTEXT, headers) : context.active();
      const around = headers && trace.getActiveSpan();
      const links = around ? [{ context: around.spanContext() }] : [];
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes, links }, parent);
      const inside = trace.setSpan(parent, span);
      return {
        run: (body) => context.with(inside, body),
        end: (outcome) => {
          span.setAttributes(outcome.attributes);
          if (outcome.isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    headers: () => {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      return carrier;
    },
    logFields: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
    close: async () => {
      await Promise.race([
        provider.shutdown().catch(() => {}),
        delay(closeWithinMs, undefined, { ref: false }),
      ]);
    },
  };
}
