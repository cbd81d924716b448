import type { FollowUp, ReportLine } from '../../shared/outcome.ts';
import { describeParams } from '../describe-params.ts';
import { handOverText } from '../hand-over-text.ts';
import { rowName } from '../text/row-name.ts';
import { type Html, html } from './html.ts';

/** Lines of a report as a table. */
export function lineTable(lines: readonly ReportLine[]): Html {
  return html`<div class="frame"><table>
<thead><tr><th scope="col" class="number">Row</th><th scope="col">Reference</th><th scope="col">Purchase</th><th scope="col">State</th><th scope="col">Order</th><th scope="col">What to know</th></tr></thead>
<tbody>
${lines.map(lineRow)}</tbody>
</table></div>`;
}

function lineRow(line: ReportLine): Html {
  const { action, params, reference, state, orderId, resourceIds } = line;
  return html`<tr><th scope="row" class="number">${rowName(line)}</th><td>${reference ?? ''}</td><td>${action}<br>${describeParams(action, params)}</td><td><span class="state ${state}">${state}</span></td><td>${orderId ?? ''}<br>${resourceIds.join(' ')}</td><td>${whatToKnow(line)}${followUpPart(line.followUp)}</td></tr>
`;
}

function whatToKnow({ errorCode, errorMessage, remedy, unpaidOrder, delivery }: ReportLine): Html {
  return html`${errorCode === null ? '' : html`<code>${errorCode}</code> `}${remedy ?? errorMessage ?? ''}${unpaidOrder === null ? '' : ' An unpaid order may be waiting.'}${delivery === 'pending' ? 'Paid for; what was bought is not there yet.' : ''}`;
}

function followUpPart(followUp: FollowUp | null): Html {
  if (followUp === null) return html``;
  const { action, state, zoneId, errorCode, remedy, errorMessage } = followUp;
  const entries = handOverText(followUp);
  return html`<p>${action} <span class="state ${state}">${state}</span> ${zoneId ?? ''}${entries === '' ? '' : html`<br>${entries}`}${errorCode === null ? '' : html`<br><code>${errorCode}</code>`} ${remedy ?? errorMessage ?? ''}</p>`;
}
