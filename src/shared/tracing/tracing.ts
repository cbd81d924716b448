import type { Telemetry } from 'bullmq';

/** Values that say more of a span. */
export type Attributes = Readonly<Record<string, string | number>>;

export interface SpanStart {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly attributes: Attributes;
  /**
   * Headers in which a caller may have said of which trace this is a part. It is then linked to the span, if any, in
   * which it is opened.
   */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
}

/** A span that is under way. */
export interface OpenSpan {
  /** Has what `body` does, and whatever follows from it, count as part of the span. */
  readonly run: <Value>(body: () => Value) => Value;
  readonly end: (outcome: { readonly attributes: Attributes; readonly isFailed: boolean }) => void;
}

/** What can be traced in this process. */
export interface Tracing {
  readonly openSpan: (start: SpanStart) => OpenSpan;
  /** BullMQ's own spans, and with each job the trace of whoever queued it. */
  readonly telemetry: Telemetry;
  /** The span in which the caller is, as headers that another process, or a later request, goes on with. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The trace and the span in which the caller is, as fields of a log line. */
  readonly logFields: () => Readonly<Record<string, string>>;
  /** Sends what was not sent yet. Never rejects, and never takes long. */
  readonly close: () => Promise<void>;
}

// One for the process, as OpenTelemetry itself has it: what is traced is asked for deep in every room.
let current: Tracing | null = null;

/** What traces this process; null, and so nothing to pay for, unless it was started. */
export function tracing(): Tracing | null {
  return current;
}

/** Traces from now on. */
export function traceWith(started: Tracing): void {
  current = started;
}

/** Does something in a span of its own, where this process is traced. */
export async function inSpan<Value>(start: SpanStart, body: () => Promise<Value>): Promise<Value> {
  if (current === null) return body();
  const span = current.openSpan(start);
  try {
    const value = await span.run(body);
    span.end({ attributes: {}, isFailed: false });
    return value;
  } catch (error) {
    span.end({ attributes: {}, isFailed: true });
    throw error;
  }
}
