import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Params } from '../shared/purchase.ts';
import { adviceForState } from './advice-for-state.ts';

/** One purchase as every report shows it. The order of the fields is the order they are written in. */
export function toReportLine(run: string, record: PurchaseRecord): ReportLine {
  const { action, errorCode, state } = record;
  const advice = errorCode === null ? null : adviceForState(action, errorCode, state);
  return {
    run,
    row: record.row,
    line: record.line,
    index: record.index,
    reference: record.reference,
    action,
    params: JSON.parse(record.body) as Params,
    notes: record.notes,
    state,
    orderId: record.orderId,
    resourceIds: record.resourceIds,
    delivery: record.delivery,
    requestId: record.requestId,
    // An attempt's id is what its call carried as X-TC-TraceId.
    traceId: record.attemptId,
    errorCode,
    errorMessage: record.errorMessage,
    errorScope: advice?.scope ?? null,
    remedy: advice?.remedy ?? null,
    unpaidOrder: record.unpaidOrder ? 'possible' : null,
    attempts: record.attempts,
    queuedAt: isoTime(record.queuedAtMs),
    sentAt: isoTime(record.sentAtMs),
    settledAt: isoTime(record.settledAtMs),
    settledBy: record.settledBy,
  };
}

function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
