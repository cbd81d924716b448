import { unreachable } from '../shared/errors.ts';
import type { WebhookForm } from '../shared/webhook-settings.ts';
import type { NotifyEvent } from './event.ts';

/** The body that an event is delivered with. Slack, and whoever takes the same, is told a text. */
export function writeBody({ id, type, at, text, data }: NotifyEvent, form: WebhookForm): string {
  switch (form) {
    case 'json':
      // Spelt out: how far its delivery is may be known beside it, and would make each try another body.
      return JSON.stringify({ id, type, at, text, data });
    case 'slack':
      return JSON.stringify({ text: escapeForSlack(text) });
    default:
      return unreachable(form);
  }
}

/** Names of manifests and messages of the API must neither call people nor make links. */
function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
