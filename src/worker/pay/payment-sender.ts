import { randomUUID } from 'node:crypto';
import type { OpenAccount } from '../../shared/accounts/open-account.ts';
import type { Answer } from '../../shared/answer.ts';
import type { Config } from '../../shared/config.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { shownLine } from '../../shared/line.ts';
import type { Log } from '../../shared/log.ts';
import { signRequest } from '../../shared/tc3/sign-request.ts';
import type { ApiClient } from '../api-client.ts';
import { createMixedWarning } from '../mixed-warning.ts';
import { createPacer } from '../pacer.ts';
import { createServerClock } from '../server-clock.ts';
import { createStrictPacer } from '../strict-pacer.ts';
import { classifyPayment, type PaymentVerdict } from './classify-payment.ts';
import { payDeals } from './pay-deals.ts';

/** Sends payments, at the pace of a line of their own. */
export interface PaymentSender {
  /** Pays one order; what was surely not looked at by the provider is sent again, a few times. */
  readonly pay: (orderId: string) => Promise<PaymentVerdict>;
  readonly stop: () => void;
}

export interface PaymentSenderOptions {
  readonly ledger: Ledger;
  readonly config: Config;
  readonly client: ApiClient;
  /** Who pays; its credentials are ready. */
  readonly account: OpenAccount;
  readonly log: Log;
}

/** Turned away so often, it is not for the rate alone. */
const mostTries = 10;

export function createPaymentSender(options: PaymentSenderOptions): PaymentSender {
  const { ledger, config, account, log } = options;
  const line = { action: payDeals.action, account: account.name };
  const { rate: ratePerSecond } = account;
  const { requestTimeoutMs: callTimeoutMs } = config;
  const onMixed = createMixedWarning(log.child(shownLine(line)), config.pacing);
  const pacer =
    config.pacing === 'strict'
      ? createStrictPacer(ledger, line, { ratePerSecond, callTimeoutMs, onMixed })
      : createPacer(ledger, line, ratePerSecond, { onMixed });
  const clock = createServerClock();
  const sendOnce = async (orderId: string): Promise<Answer> => {
    const slot = await pacer.nextSlot();
    if (slot === null || !(await slot.reach())) {
      await slot?.close({ wasSent: false });
      return { kind: 'too-late' };
    }
    const answer = await sign(options, orderId, clock.nowSeconds(), slot.isTimely);
    await slot.close({ wasSent: answer.kind === 'answered' || answer.kind === 'lost' });
    return answer;
  };
  return {
    pay: async (orderId) => {
      for (let tries = 1; ; tries += 1) {
        const answer = await sendOnce(orderId);
        const verdict = classifyPayment(answer);
        if (verdict.kind !== 'again' || tries === mostTries) return verdict;
        if (verdict.cause === 'slow-down') await pacer.slowDown();
        const dateHeader = answer.kind === 'answered' ? answer.dateHeader : null;
        if (verdict.cause === 'clock-wrong' && !clock.correct(dateHeader)) return verdict;
      }
    },
    stop: () => pacer.stop(),
  };
}

function sign(
  { account, client }: PaymentSenderOptions,
  orderId: string,
  timestampSeconds: number,
  isTimely: () => boolean,
): Promise<Answer> {
  const endpoint = endpointFor(account, payDeals);
  const body = JSON.stringify({ OrderIds: [orderId] });
  const headers = signRequest({
    ...payDeals,
    host: endpoint.host,
    body,
    timestampSeconds,
    credentials: account.keyring.current(),
    traceId: randomUUID(),
  });
  return client.send({ url: endpoint.url, headers, body, isTimely });
}
