import { html, useState } from '/assets/vendor/preact.js';
import type { Expiring } from '../api-types.ts';
import { useAnswer } from './hooks/use-answer.ts';
import { type PageData, showPage } from './page.ts';
import { ExpiringTable } from './views/expiring-table.ts';
import { type ExpiringWishes, ExpiringWishesForm, queryOf, usualWishes } from './views/expiring-wishes.ts';
import { Loading } from './views/loading.ts';
import { ProblemNotice } from './views/problem-notice.ts';
import { RenewExpiring } from './views/renew-expiring.ts';
import type { View } from './views/view.ts';

/** What expires soon, and the way to renew it. */
function ExpiringPage({ mayAct }: PageData): View {
  const [wishes, setWishes] = useState<ExpiringWishes>(usualWishes);
  return html`<h1>Expiring</h1>
    <p class="lede">The plans and instances that expire soon, as the provider lists them now. Looking changes nothing.</p>
    <${ExpiringWishesForm} wishes=${wishes} onWish=${setWishes} />
    <${Found} key=${queryOf(wishes)} wishes=${wishes} mayAct=${mayAct} />`;
}

function Found({ wishes, mayAct }: { readonly wishes: ExpiringWishes; readonly mayAct: boolean }): View {
  const query = queryOf(wishes);
  const { answer, problem, askAgain } = useAnswer<Expiring>(`/api/expiring?${query}`);
  return html`<${ProblemNotice} problem=${problem} onRetry=${askAgain} />
    ${
      answer === null
        ? problem === null
          ? html`<${Loading} />`
          : null
        : html`<${RenewExpiring} expiring=${answer} wishes=${wishes} query=${query} mayAct=${mayAct} />
            <${ExpiringTable} expiring=${answer} />`
    }`;
}

showPage(ExpiringPage);
