import type { ErrorAdvice } from '../shared/actions/own-codes.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Params } from '../shared/purchase.ts';
import { adviceForState } from './advice-for-state.ts';
import type { FollowedPurchase } from './follow-up.ts';
import { isoTime } from './iso-time.ts';

/** One purchase as every report shows it. The order of the fields is the order they are written in. */
export function toReportLine(run: string, record: FollowedPurchase): ReportLine {
  const advice = adviceFor(record);
  return {
    run,
    row: record.row,
    line: record.line,
    index: record.index,
    reference: record.reference,
    action: record.action,
    params: JSON.parse(record.body) as Params,
    notes: record.notes,
    state: record.state,
    orderId: record.orderId,
    resourceIds: record.resourceIds,
    delivery: record.delivery,
    requestId: record.requestId,
    // An attempt's id is what its call carried as X-TC-TraceId.
    traceId: record.attemptId,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    errorScope: advice?.scope ?? null,
    remedy: advice?.remedy ?? null,
    unpaidOrder: record.unpaidOrder ? 'possible' : null,
    attempts: record.attempts,
    queuedAt: isoTime(record.queuedAtMs),
    sentAt: record.sentAtMs === null ? null : isoTime(record.sentAtMs),
    settledAt: record.settledAtMs === null ? null : isoTime(record.settledAtMs),
    settledBy: record.settledBy,
    account: record.account,
    followUp: record.followUp ?? null,
  };
}

/** The JSON text of `toReportLine`, several times as fast: a report may have millions of lines. */
export function reportLineText(run: string, record: FollowedPurchase): string {
  const advice = adviceFor(record);
  // What is ours needs no escaping, and the frozen body is spliced in as it was sent.
  return `{"run":"${run}","row":${record.row},"line":${record.line},"index":${record.index}\
,"reference":${jsonText(record.reference)},"action":"${record.action}","params":${record.body}\
,"notes":${JSON.stringify(record.notes)},"state":"${record.state}","orderId":${jsonText(record.orderId)}\
,"resourceIds":${JSON.stringify(record.resourceIds)},"delivery":${jsonText(record.delivery)}\
,"requestId":${jsonText(record.requestId)},"traceId":${jsonText(record.attemptId)}\
,"errorCode":${jsonText(record.errorCode)},"errorMessage":${jsonText(record.errorMessage)}\
,"errorScope":${jsonText(advice?.scope ?? null)},"remedy":${jsonText(advice?.remedy ?? null)}\
,"unpaidOrder":${record.unpaidOrder ? '"possible"' : 'null'},"attempts":${record.attempts}\
,"queuedAt":${timeText(record.queuedAtMs)},"sentAt":${timeText(record.sentAtMs)}\
,"settledAt":${timeText(record.settledAtMs)},"settledBy":${jsonText(record.settledBy)}\
,"account":"${record.account}","followUp":${record.followUp ? JSON.stringify(record.followUp) : 'null'}}`;
}

/** Who has to act on a purchase's error, and how; null where it has none. */
export function adviceFor({ action, errorCode, state }: PurchaseRecord): ErrorAdvice | null {
  return errorCode === null ? null : adviceForState(action, errorCode, state);
}

function jsonText(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}

function timeText(timeMs: number | null): string {
  return timeMs === null ? 'null' : `"${isoTime(timeMs)}"`;
}
