import { html, useEffect, useState } from '/assets/vendor/preact.js';
import type { ActionLine } from '../api-types.ts';
import { useAnswer } from './hooks/use-answer.ts';
import { useRunEvents } from './hooks/use-run-events.ts';
import { useSummary } from './hooks/use-summary.ts';
import { type PageData, showPage } from './page.ts';
import { ActionTable } from './views/action-table.ts';
import { CheckBooks } from './views/check-books.ts';
import { Deeds } from './views/deeds.ts';
import { Doubts } from './views/doubts.ts';
import { ErrorGroups } from './views/error-groups.ts';
import { FollowUps } from './views/follow-ups.ts';
import { HeldLines } from './views/held-lines.ts';
import { Loading } from './views/loading.ts';
import { allWanted, PurchaseTable, type Wanted } from './views/purchase-table.ts';
import { RateChart } from './views/rate-chart.ts';
import { RunOutcome } from './views/run-outcome.ts';
import { RunProgress } from './views/run-progress.ts';
import { RunTitle } from './views/run-title.ts';
import { UnpaidOrders } from './views/unpaid-orders.ts';
import type { View } from './views/view.ts';
import { inRate, lineName } from './words.ts';

const lookAtLinesEveryMs = 5_000;

/** One run, live: how far it is, what failed and why, what waits for a person, and each purchase. */
function RunPage({ run, mayAct }: PageData): View {
  const { status, byAction, isConnected } = useRunEvents(run);
  const { answer: lines } = useAnswer<ActionLine[]>('/api/actions', { everyMs: lookAtLinesEveryMs });
  const { failures, mayBeUnpaid } = useSummary(status);
  const [wanted, setWanted] = useState<Wanted>(allWanted);
  const title = status === null ? run : (status.name ?? status.manifest);
  useEffect(() => {
    document.title = `${title} · tcbatch`;
  }, [title]);
  const show = (code: string) => {
    setWanted({ ...allWanted, code });
    document.getElementById('purchases')?.scrollIntoView();
  };
  if (status === null) return html`<${isConnected ? Loading : Reconnecting} />`;
  const ownLines = (lines ?? []).filter((line) => lineName(line) in byAction);
  // One element around all: parts that come and go at the root of a view that renders itself lose their order.
  return html`<div class="page-part">
    <${RunTitle} status=${status} mayAct=${mayAct} />
    ${isConnected ? null : html`<${Reconnecting} />`}
    <${HeldLines} held=${status.held} mayAct=${mayAct} />
    <${NobodyWorks} status=${status} lines=${ownLines} />
    <${RunOutcome} status=${status} failures=${failures} mayBeUnpaid=${mayBeUnpaid} />
    <${RunProgress} status=${status} />
    <div class="columns">
      ${ownLines.map((line) => html`<${ActionRate} key=${lineName(line)} line=${line} callsPerSecond=${status.rate[lineName(line)] ?? 0} />`)}
    </div>
    <${ActionTable} status=${status} byAction=${byAction} />
    <${FollowUps} status=${status} mayAct=${mayAct} />
    <${ErrorGroups} status=${status} groups=${failures} mayAct=${mayAct} onShow=${show} />
    <${UnpaidOrders} status=${status} mayBeUnpaid=${mayBeUnpaid} mayAct=${mayAct} />
    <${Doubts} run=${run} count=${status.counts['in-doubt']} mayAct=${mayAct} />
    <${PurchaseTable} status=${status} wanted=${wanted} onWant=${setWanted} />
    <${CheckBooks} run=${run} />
    <${Deeds} run=${run} />
  </div>`;
}

function Reconnecting(): View {
  return html`<div class="notice" data-state="warning" role="status">
    <div><strong>Connecting to the server…</strong> What is shown may be old. Workers go on without it.</div>
  </div>`;
}

function NobodyWorks({
  status,
  lines,
}: {
  readonly status: { readonly state: string };
  readonly lines: readonly ActionLine[];
}): View | null {
  const idle = lines.filter(({ workers, queued }) => workers === 0 && queued > 0);
  if (status.state !== 'running' || idle.length === 0) return null;
  return html`<div class="notice" data-state="warning" role="status">
    <div>
      <strong>No worker takes ${idle.map(lineName).join(', ')}.</strong>
      <p>What is queued waits. Start one: <code>tcbatch worker</code></p>
    </div>
  </div>`;
}

function ActionRate({
  line,
  callsPerSecond,
}: {
  readonly line: ActionLine;
  readonly callsPerSecond: number;
}): View {
  return html`<section class="card" aria-label=${`Rate of ${lineName(line)}`}>
    <div class="card-title">
      <h2>${lineName(line)}</h2>
      <p class="hint"><span class="number">${inRate(callsPerSecond)}</span> calls a second of at most ${line.rate.set}</p>
    </div>
    <${RateChart} callsPerSecond=${callsPerSecond} limit=${line.rate.set} label=${lineName(line)} />
  </section>`;
}

showPage(RunPage);
