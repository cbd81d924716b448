import { ruleForCode } from '../../shared/actions/rule-for-code.ts';
import type { Answer } from '../../shared/answer.ts';
import { unreachable } from '../../shared/errors.ts';
import { readResponse } from '../api-response.ts';
import { paymentErrors } from './pay-deals.ts';

/**
 * What an answer says of the payment of one order.
 * - `paid`; `undelivered`: paid as well, but the provider could not deliver what was bought
 * - `refused`: surely not paid; `endsAll`: nor would any other order be
 * - `again`: surely not paid, as the call was turned away before anybody looked at it
 * - `unknown`: perhaps paid; only a look at the order can tell
 */
export type PaymentVerdict =
  | { readonly kind: 'paid' | 'undelivered'; readonly requestId: string }
  | (Told & { readonly kind: 'refused'; readonly endsAll: boolean })
  | (Told & { readonly kind: 'again'; readonly cause: 'slow-down' | 'clock-wrong' | 'not-sent' })
  | (Told & { readonly kind: 'unknown' });

interface Told {
  /** The API's code, or one of ours. */
  readonly code: string;
  /** One sentence: what to do. */
  readonly advice: string;
}

const lookFirst = 'Ask again in a while: tcbatch pay looks at the order before it pays.';

/** Concludes from one answer what became of a payment. Pure; never reads a message. */
export function classifyPayment(answer: Answer): PaymentVerdict {
  switch (answer.kind) {
    case 'answered':
      return classifyAnswered(answer);
    case 'not-sent':
      return { kind: 'again', cause: 'not-sent', code: answer.code, advice: 'Check the network.' };
    case 'too-late':
      return { kind: 'again', cause: 'not-sent', code: 'Transport.ConnectFailed', advice: 'Pay again.' };
    case 'lost':
      return { kind: 'unknown', code: answer.code, advice: lookFirst };
    default:
      return unreachable(answer);
  }
}

function classifyAnswered({ status, bodyText }: Extract<Answer, { kind: 'answered' }>): PaymentVerdict {
  const response = status === 200 ? readResponse(bodyText) : null;
  if (!response) return { kind: 'unknown', code: 'Transport.BadResponse', advice: lookFirst };
  if (!response.error) return { kind: 'paid', requestId: response.requestId };
  const { code } = response.error;
  if (code === 'FailedOperation.PaySuccDeliverFailed') {
    return { kind: 'undelivered', requestId: response.requestId };
  }
  const { meaning, remedy: advice } = ruleForCode({ errors: paymentErrors }, code);
  switch (meaning) {
    case 'refused':
      return { kind: 'refused', code, advice, endsAll: false };
    case 'line-stopped':
    case 'unpaid':
      return { kind: 'refused', code, advice, endsAll: true };
    case 'slow-down':
    case 'clock-wrong':
      return { kind: 'again', cause: meaning, code, advice };
    case 'unknown':
      return { kind: 'unknown', code, advice };
    default:
      return unreachable(meaning);
  }
}
