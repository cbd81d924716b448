import { html } from '/assets/vendor/preact.js';
import type { ActionLine } from '../api-types.ts';
import { useAnswer } from './hooks/use-answer.ts';
import { type PageData, showPage } from './page.ts';
import { LineCard } from './views/line-card.ts';
import { Loading } from './views/loading.ts';
import { ProblemNotice } from './views/problem-notice.ts';
import type { View } from './views/view.ts';

const lookEveryMs = 1_000;

/** The lines: how fast each goes, what waits, whether it is held. */
function ActionsPage({ mayAct }: PageData): View {
  const {
    answer: lines,
    problem,
    askAgain,
  } = useAnswer<ActionLine[]>('/api/actions', { everyMs: lookEveryMs });
  return html`<h1>Actions</h1>
    <p class="lede">Each action is a line of its own: all runs and all workers share its limit of calls a second.</p>
    <${ProblemNotice} problem=${problem} onRetry=${askAgain} />
    ${lines === null && problem === null ? html`<${Loading} />` : null}
    ${(lines ?? []).map((line) => html`<${LineCard} key=${`${line.action} ${line.account}`} line=${line} mayAct=${mayAct} onChanged=${askAgain} />`)}`;
}

showPage(ActionsPage);
