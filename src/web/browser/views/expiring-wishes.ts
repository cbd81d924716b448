import { html } from '/assets/vendor/preact.js';
import type { ActionLine } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import type { View } from './view.ts';

/** What a person asks of what expires; empty texts ask for all. */
export interface ExpiringWishes {
  readonly days: string;
  readonly period: string;
  readonly action: string;
  readonly account: string;
  readonly includeAutoRenewed: boolean;
  readonly includeIsolated: boolean;
}

export const usualWishes: ExpiringWishes = {
  days: '30',
  period: '1',
  action: '',
  account: '',
  includeAutoRenewed: false,
  includeIsolated: false,
};

/** The same for the API. */
export function queryOf({ days, period, action, account, ...include }: ExpiringWishes): string {
  const query = new URLSearchParams({ within: `${days}d`, period });
  if (action !== '') query.set('action', action);
  if (account !== '') query.set('account', account);
  for (const [name, is] of Object.entries(include)) if (is) query.set(name, 'true');
  return String(query);
}

interface ExpiringWishesProps {
  readonly wishes: ExpiringWishes;
  readonly onWish: (wishes: ExpiringWishes) => void;
}

/** How soon, of whom, and renewed for how long. */
export function ExpiringWishesForm({ wishes, onWish }: ExpiringWishesProps): View {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const textOf = (name: string) => String(form.get(name) ?? '').trim();
    onWish({
      days: textOf('days'),
      period: textOf('period'),
      action: textOf('action'),
      account: textOf('account'),
      includeAutoRenewed: form.get('includeAutoRenewed') !== null,
      includeIsolated: form.get('includeIsolated') !== null,
    });
  };
  return html`<form class="card" onSubmit=${submit}>
    <div class="row filters">
      <label>Days from now
        <input name="days" type="number" min="1" max="3650" required defaultValue=${wishes.days} />
      </label>
      <label>Months to renew for
        <input name="period" type="number" min="1" max="36" required defaultValue=${wishes.period} />
      </label>
      <label>What
        <select name="action">
          <option value="">Plans and instances</option>
          <option value="RenewPlan">Plans</option>
          <option value="RenewInstance">Instances</option>
        </select>
      </label>
      <${AccountChoice} />
      <button type="submit" data-kind="primary">Look</button>
    </div>
    <div class="row">
      <label class="inline"><input type="checkbox" name="includeAutoRenewed" /> Also what renews itself</label>
      <label class="inline"><input type="checkbox" name="includeIsolated" /> Also what is out of service since it expired</label>
    </div>
  </form>`;
}

/** Nobody has to choose where there is one. */
function AccountChoice(): View | null {
  const { answer: lines } = useAnswer<ActionLine[]>('/api/actions');
  const accounts = [...new Set((lines ?? []).map(({ account }) => account))];
  const others = accounts.filter((account) => account !== 'default');
  if (others.length === 0) return null;
  return html`<label>Account
    <select name="account">
      <option value="">default</option>
      ${others.map((account) => html`<option key=${account} value=${account}>${account}</option>`)}
    </select>
  </label>`;
}
