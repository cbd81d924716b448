import { readFileSync } from 'node:fs';
import { purchaseStates } from '../../shared/outcome.ts';
import type { ErrorGroup } from '../../shared/run.ts';
import type { FollowedPurchase } from '../follow-up.ts';
import type { RunSummary } from '../read-summary.ts';
import { inDigits, inPurchases, whoActs } from '../text/words.ts';
import { barPicture } from './bar-picture.ts';
import { type GatheredLines, gatherLines } from './gather-lines.ts';
import { type Html, html } from './html.ts';
import { inUtc } from './in-utc.ts';
import { lineTable } from './line-table.ts';
import { ratePicture } from './rate-picture.ts';

const style = readFileSync(new URL('report.css', import.meta.url), 'utf8');

/** Writes a report as one page that needs nothing else: to be sent to someone, opened anywhere, printed. */
export async function* writeHtml(
  summary: RunSummary,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
): AsyncGenerator<string> {
  const lines = await gatherLines(summary.status.run, batches);
  yield page(summary, lines).html;
}

function page(summary: RunSummary, lines: GatheredLines): Html {
  const { run, name, manifest, total, counts, submittedAt, finishedAt } = summary.status;
  const title = name ?? manifest;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} · tcbatch</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="quiet">Run ${run} of ${manifest} · submitted ${inUtc(submittedAt)} · ${finishedAt === null ? 'not finished yet' : `finished ${inUtc(finishedAt)}`}</p>
<p class="verdict">${inDigits(counts.succeeded + counts.skipped)} of ${inPurchases(total)} succeeded${counts.skipped > 0 ? ' or needed nothing' : ''}.</p>
</header>
${figures(summary)}
${pictures(summary, lines)}
${errorSection('What failed, and what to do', summary.failures)}
${errorSection('In doubt: perhaps bought, never sent again before that is known', summary.doubts)}
${openSection(lines)}
${deeds(summary)}
${allSection(lines)}
</main>
</body>
</html>
`;
}

function figures({ status: { counts } }: RunSummary): Html {
  const present = purchaseStates.filter((state) => counts[state] > 0);
  return html`<dl class="figures">${present.map((state) => html`<div class="${state}"><dt>${state}</dt><dd>${inDigits(counts[state])}</dd></div>`)}</dl>`;
}

function pictures({ byLine, failures }: RunSummary, { sent }: GatheredLines): Html {
  const outcomes = Array.from(byLine, ([line, counts]) => ({
    name: line,
    parts: purchaseStates.map((state) => ({ kind: state, count: counts[state] })),
  }));
  const codes = failures.map(({ code, count }) => ({ name: code, parts: [{ kind: 'failed', count }] }));
  return html`<section><h2>Outcomes by action</h2>${barPicture(outcomes, 'Outcomes by action')}</section>
${codes.length === 0 ? '' : html`<section><h2>Failures by code</h2>${barPicture(codes, 'Failures by code')}</section>`}
${Array.from(
  sent,
  ([
    action,
    histogram,
  ]) => html`<section><h2>Calls a second of ${action}</h2>${ratePicture(histogram)}</section>
`,
)}<p class="quiet">Each purchase counts at its last call.</p>`;
}

function errorSection(title: string, groups: readonly ErrorGroup[]): Html {
  if (groups.length === 0) return html``;
  return html`<section><h2>${title}</h2>
<div class="frame"><table>
<thead><tr><th scope="col">Code</th><th scope="col" class="number">Purchases</th><th scope="col">Who acts</th><th scope="col">What to do</th></tr></thead>
<tbody>${groups.map(({ code, count, scope, remedy }) => html`<tr><th scope="row"><code>${code}</code></th><td class="number">${inDigits(count)}</td><td>${whoActs(scope)}</td><td>${remedy ?? ''}</td></tr>`)}</tbody>
</table></div></section>`;
}

function openSection({ open, openCount }: GatheredLines): Html {
  if (openCount === 0) return html``;
  return html`<section><h2>${inPurchases(openCount)} to look after</h2>${lineTable(open)}${shownOf(open.length, openCount)}</section>`;
}

function allSection({ first, count }: GatheredLines): Html {
  return html`<section><h2>All purchases</h2>${lineTable(first)}${shownOf(first.length, count)}</section>`;
}

function shownOf(shown: number, count: number): Html {
  if (shown === count) return html``;
  return html`<p class="quiet">The first ${inDigits(shown)} of ${inDigits(count)}; the CSV report has all.</p>`;
}

function deeds({ deeds: all }: RunSummary): Html {
  if (all.length === 0) return html``;
  return html`<section><h2>Done by people</h2><ul>${all.map(({ at, who, what, why }) => html`<li><time>${inUtc(at)}</time> ${who}: ${what}${why === null ? '' : `: ${why}`}</li>`)}</ul></section>`;
}
