import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { dnspodErrors } from './errors/dnspod.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { lineStopped } from './errors/rule.ts';
import { describeDomain } from './read-backs.ts';

/** At least two labels, in any script: DNSPod takes an internationalised name as it is written. */
const domainName = /^(?=.{1,253}$)[^\s./:@]{1,63}(?:\.[^\s./:@]{1,63})+$/u;

const params = z.strictObject({
  Domain: z.string().regex(domainName, 'must be a domain name alone, such as example.com').meta({
    description: 'The domain to put on the plan; it is in the DNSPod account already.',
    example: 'example.com',
  }),
  Grade: z.enum(['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE']).meta({
    description: 'The plan to buy for the domain.',
    example: 'DPG_PROFESSIONAL',
  }),
});

/** Turns on a paid DNSPod plan for one domain: no period, no quantity, and no order number in the answer. */
export const createPackageOrder: ActionDefinition = {
  name: 'CreatePackageOrder',
  service: 'dnspod',
  version: '2021-03-23',
  host: 'dnspod.intl.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'DNSPod plan for a domain',
  params,
  answer: z.looseObject({ RequestId: z.string() }),
  readBought: () => ({ orderId: null, resourceIds: [], delivery: 'complete' }),
  isInterchangeable: () => false,
  uniqueParameters: ['Domain'],
  safety: {
    kind: 'natural-key',
    keyParameter: 'Domain',
    readBack: describeDomain,
  },
  errors: {
    ...everyServiceErrors,
    ...dnspodErrors,
    'FailedOperation.NotBindCreditCard': lineStopped(
      'account',
      'Let the account owner bind a credit card and check the balance, then release the line.',
    ),
    'FailedOperation.PostPayPaymentNotOpen': lineStopped(
      'account',
      'Let the account owner activate pay-as-you-go billing, then release the line.',
    ),
  },
};
