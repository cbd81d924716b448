import type { ProxyRules } from './outgoing/proxy-rules.ts';

/** How the address is told what happened. */
export const webhookForms = ['json', 'slack'] as const;
export type WebhookForm = (typeof webhookForms)[number];

/** Whom to tell what happened. The address may hold a secret, as Slack's does: it goes to no log and not to Redis. */
export interface WebhookSettings {
  readonly url: string;
  /** Null: nothing is signed. */
  readonly secret: string | null;
  readonly form: WebhookForm;
  /** Through which an `https://` address is told. */
  readonly proxies: ProxyRules;
  /** How long a purchase may be in doubt before somebody is told. */
  readonly doubtMinutes: number;
}
