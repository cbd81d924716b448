import type { OwnCode } from '../outcome.ts';
import type { ErrorRule } from './action.ts';

/** The half of a rule that a person reads. */
export type ErrorAdvice = Pick<ErrorRule, 'scope' | 'remedy'>;

const lookFirst = 'Look in the Tencent Cloud console whether this was bought before buying it again.';

/** Who has to act, and how, on the codes that we give to calls no answer of the API explains. */
export const ownCodeAdvice: Readonly<Record<OwnCode, ErrorAdvice>> = {
  'Transport.ConnectFailed': {
    scope: 'account',
    remedy: 'Check the network, the proxy and the configured endpoint of the worker, then release the line.',
  },
  'Transport.Timeout': { scope: 'row', remedy: lookFirst },
  'Transport.ConnectionLost': { scope: 'row', remedy: lookFirst },
  'Transport.BadResponse': { scope: 'row', remedy: lookFirst },
  'Client.WorkerLost': { scope: 'row', remedy: lookFirst },
};
