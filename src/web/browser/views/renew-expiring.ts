import { html } from '/assets/vendor/preact.js';
import type { Expiring } from '../../api-types.ts';
import { askForFile } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { sendFile } from '../send-file.ts';
import { inDigits } from '../words.ts';
import type { ExpiringWishes } from './expiring-wishes.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

interface RenewExpiringProps {
  readonly expiring: Expiring;
  readonly wishes: ExpiringWishes;
  readonly query: string;
  readonly mayAct: boolean;
}

/** How much there is to renew, what is left out, and the two ways on: the manifest to be trimmed, or the plan of all. */
export function RenewExpiring({ expiring, wishes, query, mayAct }: RenewExpiringProps): View {
  const { isUnderWay, problem, perform } = useDeed();
  const manifest = `/api/expiring/manifest?${query}`;
  const name = `expiring-${wishes.days}d`;
  // What is renewed is planned, shown and confirmed as any other manifest is.
  const plan = () =>
    perform(async () => {
      const file = await askForFile(`${manifest}&format=jsonl`, `${name}.jsonl`);
      const { signal } = new AbortController();
      const { upload } = await sendFile(file, { action: null, onProgress: () => {}, signal });
      location.assign(`/upload#${upload}`);
    });
  const { found } = expiring;
  return html`<section class="card" aria-labelledby="found">
    <div role="status"><h2 id="found">${found === 0 ? 'Nothing to renew' : `${inDigits(found)} to renew`} within ${wishes.days} ${wishes.days === '1' ? 'day' : 'days'}</h2></div>
    <${Tallies} expiring=${expiring} />
    <${ProblemNotice} problem=${problem} />
    ${
      found === 0
        ? null
        : html`<div class="row">
              ${mayAct ? html`<button type="button" data-kind="primary" disabled=${isUnderWay} onClick=${plan}>${isUnderWay ? 'Planning…' : 'Plan the renewal of all'}</button>` : null}
              <a class="button" href=${`${manifest}&format=csv`} download=${`${name}.csv`}>Manifest as CSV</a>
              <a class="button" href=${`${manifest}&format=jsonl`} download=${`${name}.jsonl`}>Manifest as JSONL</a>
            </div>
            <p class="hint">The plan is shown first, and nothing is bought before you confirm it. To renew only some, delete the other rows of the manifest and upload it. What is renewed once is skipped the next time: each row says until when it may expire.</p>`
    }
  </section>`;
}

function Tallies({ expiring: { byAction } }: { readonly expiring: Expiring }): View {
  const facts = Object.entries(byAction).flatMap(([action, { found, expired, leftOut }]) => [
    ...(found > 0 ? [`${inThings(action, found)}${pastOf(expired)}`] : []),
    ...Object.entries(leftOut)
      .filter(([, count]) => count > 0)
      .map(
        ([reason, count]) => `Left out: ${inThings(action, count)} ${whyLeftOut[reason as LeaveOutReason]}`,
      ),
  ]);
  return html`<ul>${facts.map((fact) => html`<li key=${fact}>${fact}</li>`)}</ul>`;
}

/** `1 plan`, `1,000 instances`. */
function inThings(action: string, count: number): string {
  const thing = action === 'RenewPlan' ? 'plan' : 'instance';
  return `${inDigits(count)} ${count === 1 ? thing : `${thing}s`}`;
}

function pastOf(expired: number): string {
  if (expired === 0) return '';
  return `, ${inDigits(expired)} of which expired already: their sites may have to be switched on again by hand`;
}

type LeaveOutReason = keyof Expiring['byAction'][string]['leftOut'];

const whyLeftOut: Readonly<Record<LeaveOutReason, string>> = {
  'auto-renewed': 'on auto-renewal',
  isolated: 'out of service since the end',
  'not-renewable': 'that no call renews: enterprise, trial, or without an end',
  'listed-as-plan': 'listed as a plan of EdgeOne, and renewed as one',
};
