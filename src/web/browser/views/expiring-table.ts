import { html } from '/assets/vendor/preact.js';
import type { Expiring } from '../../api-types.ts';
import { inDigits } from '../words.ts';
import { Moment } from './moment.ts';
import type { View } from './view.ts';

type Row = Expiring['rows'][number];

/** What expires, as rows of the manifest that renews it. */
export function ExpiringTable({ expiring: { rows, found } }: { readonly expiring: Expiring }): View | null {
  if (rows.length === 0) return null;
  return html`<section class="card" aria-labelledby="rows">
    <h2 id="rows">What expires</h2>
    <div class="table-frame" data-narrow="cards">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">Row</th>
            <th scope="col">What</th>
            <th scope="col">Expires</th>
            <th scope="col">Renews itself</th>
            <th scope="col">Status</th>
            <th scope="col">Renewed by</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<${ExpiringRow} key=${row.row} row=${row} />`)}
        </tbody>
      </table>
    </div>
    ${found > rows.length ? html`<p class="hint">The first ${inDigits(rows.length)} of ${inDigits(found)} are shown; the manifest has all.</p>` : null}
  </section>`;
}

function ExpiringRow({ row }: { readonly row: Row }): View {
  const { action, id, name, zone, expiredTime, autoRenewal, status, period } = row;
  return html`<tr>
    <th scope="row" class="number" data-label="Row">${inDigits(row.row)}</th>
    <td class="wrap code" data-label="What" data-span="2">
      <code>${id}</code>
      <div class="hint">${[name, zone].filter((text) => text !== '').join(', ')}</div>
    </td>
    <td class="wrap" data-label="Expires" data-span="2"><${Expiry} at=${expiredTime} /></td>
    <td data-label="Renews itself">${isRenewed[autoRenewal] ?? autoRenewal}</td>
    <td data-label="Status">${status.toLowerCase() || '–'}</td>
    <td data-label="Renewed by" data-span="2">${action}, ${period === 1 ? '1 month' : `${period} months`}</td>
  </tr>`;
}

/** A time that the provider wrote without its zone is nobody's to move to another one. */
function Expiry({ at }: { readonly at: string }): View {
  return /(Z|[+-]\d\d:?\d\d)$/.test(at) ? html`<${Moment} at=${at} />` : html`<span>${at}</span>`;
}

/** As the provider says it of plans, and of instances. */
const isRenewed: Readonly<Record<string, string>> = {
  on: 'yes',
  off: 'no',
  NOTIFY_AND_AUTO_RENEW: 'yes',
  NOTIFY_AND_MANUAL_RENEW: 'no',
  DISABLE_NOTIFY_AND_MANUAL_RENEW: 'no',
};
