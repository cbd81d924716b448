import { html, useState } from '/assets/vendor/preact.js';
import type { RunStatus, Upload } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inFollowUps, inPurchases, inTime } from '../words.ts';
import { BoughtBefore } from './bought-before.ts';
import { ManifestRows } from './manifest-rows.ts';
import { Moment } from './moment.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';
import { WouldSkip } from './would-skip.ts';

type Plan = NonNullable<Upload['plan']>;

interface PlanViewProps {
  readonly upload: Upload;
  readonly onStartOver: () => void;
}

/** What a good manifest would buy, and the one way to buy it: by typing how many purchases that is. */
export function PlanView({ upload, onStartOver }: PlanViewProps): View | null {
  const [again, setAgain] = useState(false);
  const plan = again ? upload.planAgain : upload.plan;
  if (plan === null) return null;
  return html`<div class="card-title">
      <h2 id="plan">${plan.manifest} would make ${inPurchases(plan.total)}</h2>
      <button type="button" onClick=${onStartOver}>Choose another file</button>
    </div>
    <${BoughtBefore} plan=${plan} />
    ${plan.existing ? html`<${SubmittedBefore} plan=${plan} onAgain=${() => setAgain(true)} />` : null}
    <div class="columns">
      <section class="card" aria-labelledby="facts">
        <h2 id="facts">The plan</h2>
        <${PlanFacts} plan=${plan} />
      </section>
      ${plan.existing ? null : html`<${Confirmation} upload=${upload.upload} plan=${plan} again=${again} />`}
    </div>
    <${ManifestRows} upload=${upload.upload} />`;
}

function PlanFacts({ plan }: { readonly plan: Plan }): View {
  const { rows, purchases, payer, durationSeconds, existing, hash } = plan;
  return html`<dl class="facts">
    ${Object.entries(purchases).map(
      ([action, count]) =>
        html`<dt key=${`${action} name`}>${action}</dt><dd key=${action} class="number">${inPurchases(count)}</dd>`,
    )}
    <dt>Rows</dt><dd>${inDigits(rows)}</dd>
    ${payersOf(plan).map(([account, payer]) => html`<${PayerFacts} key=${account} account=${account} payer=${payer} />`)}
    <dt>Calls go to</dt><dd>${payer.hosts.join(', ')}</dd>
    ${Object.entries(plan.followUps).map(([line, count]) => html`<dt key=${`${line} name`}>Then ${line}</dt><dd key=${line}>${inFollowUps(count)}</dd>`)}
    <${WouldSkip} plan=${plan} />
    <dt>Takes</dt><dd>${existing ? 'no time: it was submitted before' : `about ${inTime(durationSeconds)} at the limit`}</dd>
    <dt>Plan</dt><dd><code>${hash}</code></dd>
  </dl>`;
}

function PayerFacts({ account, payer }: { readonly account: string; readonly payer: Plan['payer'] }): View {
  const { secretId, source, uin, balance } = payer;
  const who = secretId === null ? 'nobody: no credentials were found' : `${secretId} (${source})`;
  return html`<dt>Paid by ${account}</dt><dd>${who}</dd>
    ${balance === null ? null : html`<dt>Balance ${account && `of ${account}`}</dt><dd>${balance} on account ${uin}</dd>`}`;
}

/** One account needs no name where it is the default one. */
function payersOf({ payer, payers }: Plan): [account: string, payer: Plan['payer']][] {
  const isDefaultAlone = Object.keys(payers).every((account) => account === 'default');
  return isDefaultAlone ? [['', payer]] : Object.entries(payers);
}

function SubmittedBefore({ plan, onAgain }: { readonly plan: Plan; readonly onAgain: () => void }): View {
  return html`<div class="notice" data-state="warning">
    <div>
      <strong>This manifest was submitted before.</strong>
      ${
        plan.forgottenAt === null
          ? html`<p>It is run <a href=${`/runs/${plan.run}`}>${plan.run}</a>, and nothing of it would be bought again.</p>`
          : html`<p>It was run ${plan.run}, which was forgotten <${Moment} at=${plan.forgottenAt} />. Nothing of it would be bought again.</p>`
      }
    </div>
    <button type="button" data-kind="danger" onClick=${onAgain}>Buy all of it once more…</button>
  </div>`;
}

function Confirmation({
  upload,
  plan,
  again,
}: {
  readonly upload: string;
  readonly plan: Plan;
  readonly again: boolean;
}): View {
  const [typed, setTyped] = useState('');
  const { isUnderWay, problem, perform } = useDeed();
  const isRight = Number(typed.replace(/[\s,.'’]/g, '')) === plan.total && typed.trim() !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const textOf = (field: string) => String(form.get(field) ?? '').trim() || null;
    void perform(async () => {
      const body = {
        purchases: plan.total,
        plan: plan.hash,
        again,
        name: textOf('name'),
        precheck: form.get('no-precheck') === null,
        stopBelow: textOf('stop-below'),
      };
      const { run } = await ask<RunStatus>(`/api/uploads/${upload}/confirm`, { method: 'POST', body });
      location.assign(`/runs/${run}`);
    });
  };
  return html`<form class="card confirmation" onSubmit=${submit}>
    <h2>${again ? 'Buy all of it once more' : 'Buy it'}</h2>
    <p class="lede">This spends money, and is not undone by stopping it. Type the number of purchases to confirm.</p>
    <div class="row">
      <label>Number of purchases
        <input name="purchases" inputmode="numeric" autocomplete="off" required placeholder=${inDigits(plan.total)} value=${typed}
          onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)} />
      </label>
      <label>A name for the run <input name="name" maxlength="100" placeholder="optional" autocomplete="off" /></label>
    </div>
    <${AdvancedChoices} />
    <${ProblemNotice} problem=${problem} />
    <div class="row">
      <button type="submit" data-kind="primary" disabled=${!isRight || isUnderWay}>
        ${isUnderWay ? 'Queueing…' : `Buy ${inPurchases(plan.total)}`}
      </button>
    </div>
  </form>`;
}

/** What few need, out of the way of who only buys. */
function AdvancedChoices(): View {
  return html`<details>
    <summary>Advanced</summary>
    <div class="row">
      <label>Stop once the balance falls below
        <input name="stop-below" inputmode="decimal" autocomplete="off" placeholder="12.50" pattern="[0-9]{1,12}([.][0-9]{1,2})?" />
      </label>
    </div>
    <label><input type="checkbox" name="no-precheck" /> Buy without looking first which domains have their plan already</label>
  </details>`;
}
