import { html } from '/assets/vendor/preact.js';
import type { PurchasePage } from '../../api-types.ts';
import { Badge } from './badge.ts';
import { CopyText } from './copy-text.ts';
import type { View } from './view.ts';

type FollowUp = NonNullable<PurchasePage['purchases'][number]['followUp']>;

interface FollowUpProps {
  readonly followUp: FollowUp;
}

/** What follows a purchase, in a line. */
export function FollowUpLine({ followUp: { action, state, zoneId, errorCode } }: FollowUpProps): View {
  return html`${action} <${Badge} state=${state} /> <code>${zoneId ?? errorCode ?? ''}</code>`;
}

/** The same with what is to be handed to the site's owner, each to be copied. */
export function FollowUpFacts({ followUp }: FollowUpProps): View {
  const { action, state, zoneId, errorCode, errorMessage, remedy, requestId, attempts } = followUp;
  const facts: readonly (readonly [name: string, value: unknown])[] = [
    ['State', html`<${Badge} state=${state} />`],
    ['Site', zoneId && html`<${CopyText} text=${zoneId} />`],
    ...entriesOf(followUp).map(([name, text]) => [name, html`<${CopyText} text=${text} />`] as const),
    ['Error', errorCode && html`<code>${errorCode}</code> ${errorMessage}`],
    ['What to do', remedy],
    ['Calls sent', attempts],
    ['Request id', requestId && html`<code>${requestId}</code>`],
  ];
  return html`<h3>Then: ${action}</h3>
    <dl class="facts">
      ${facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => html`<dt key=${`${name} name`}>${name}</dt><dd key=${name}>${value}</dd>`)}
    </dl>`;
}

/** What the site's owner enters at the registrar, or in the domain's DNS. */
function entriesOf({ nameServers, verification }: FollowUp): (readonly [name: string, text: string])[] {
  const dns = verification?.dns;
  const file = verification?.file;
  return [
    ...(nameServers.length > 0 ? [['Name servers', nameServers.join('\n')] as const] : []),
    ...(dns ? [[`${dns.recordType} record ${dns.subdomain}`, dns.recordValue] as const] : []),
    ...(file ? [[`Or file ${file.path}`, file.content] as const] : []),
  ];
}
