import type { Deal } from './account.ts';
import { textOf } from './read-params.ts';
import type { Refusal } from './reply.ts';
import { refuse } from './reply.ts';
import type { Call } from './simulated-action.ts';

/** What the call's ClientToken bought before, a refusal when that was in another body, or null. */
export function findTokenUse(call: Call): { readonly kind: 'used'; readonly deal: Deal } | Refusal | null {
  forgetOldTokens(call);
  const use = call.account.tokens.get(textOf(call.params, 'ClientToken'));
  if (!use) return null;
  if (use.body !== call.body)
    return refuse('InvalidParameter', 'The ClientToken was used before with other parameters.');
  return { kind: 'used', deal: use.deal };
}

/** Remembers what the call's ClientToken bought. */
export function useToken({ account, body, nowMs, params }: Call, deal: Deal): void {
  account.tokens.set(textOf(params, 'ClientToken'), { body, deal, usedAtMs: nowMs });
}

function forgetOldTokens({ account, nowMs, tokenLifetimeMs }: Call): void {
  // Oldest first, so the first that is still remembered ends the search.
  for (const [token, { usedAtMs }] of account.tokens) {
    if (nowMs - usedAtMs < tokenLifetimeMs) return;
    account.tokens.delete(token);
  }
}
