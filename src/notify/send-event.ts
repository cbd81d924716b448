import { fetch } from 'undici';
import { noProxies, type ProxyRules } from '../shared/outgoing/proxy-rules.ts';
import { withAgent } from '../shared/outgoing/with-agent.ts';
import type { WebhookSettings } from '../shared/webhook-settings.ts';
import type { NotifyEvent } from './event.ts';
import { signedHeaders } from './sign-event.ts';
import { writeBody } from './write-body.ts';

/** What became of one try to deliver; `answer` never holds the address. */
export interface Sent {
  readonly isDelivered: boolean;
  /** The status that it was answered with, or how no answer came. */
  readonly answer: string;
}

/** A receiver that takes longer has a queue of its own to work from. */
const timeoutMs = 10_000;

/** Delivers an event once. Any 2xx is a delivery; redirects are not followed, as they lead where nobody agreed to. */
export async function sendEvent(
  event: NotifyEvent,
  { url, secret, form, proxies }: WebhookSettings,
  signal: AbortSignal,
): Promise<Sent> {
  const body = writeBody(event, form);
  const timestamp = Math.floor(Date.now() / 1000);
  try {
    return await withAgent({ proxies: proxiesFor(url, proxies), timeoutMs }, async (dispatcher) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'tcbatch',
          ...signedHeaders({ id: event.id, timestamp, body }, secret),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        dispatcher,
      });
      await answer.body?.cancel();
      return { isDelivered: answer.ok, answer: String(answer.status) };
    });
  } catch (error) {
    return { isDelivered: false, answer: codeOf(error) };
  }
}

/** What is not encrypted is told without a proxy, as it always was: nothing is bought by it. */
function proxiesFor(url: string, proxies: ProxyRules): ProxyRules {
  return new URL(url).protocol === 'https:' ? proxies : noProxies;
}

/** The code alone: messages of the network may name the address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name;
}
