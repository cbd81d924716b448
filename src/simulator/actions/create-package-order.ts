import { isDomainName } from '../domain-name.ts';
import { recordSale } from '../place-order.ts';
import { textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfDomain } from '../reserved-names.ts';
import type { SimulatedAction } from '../simulated-action.ts';

const grades = ['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE'];

/**
 * Costs nothing at once, as it is post-paid. A domain that already has the grade is sold it again: nobody documents
 * what the vendor does, and an oracle that looked away here could not show a call that was sent twice.
 */
export const createPackageOrder: SimulatedAction = {
  name: 'CreatePackageOrder',
  service: 'dnspod',
  version: '2021-03-23',
  parameters: {
    Domain: { type: 'string', isRequired: true },
    Grade: { type: 'string', isRequired: true },
  },
  answer: (call) => {
    const domain = textOf(call.params, 'Domain').toLowerCase();
    const grade = textOf(call.params, 'Grade');
    if (!isDomainName(domain)) return refuse('InvalidParameter.DomainInvalid', 'This is not a domain name.');
    if (!grades.includes(grade))
      return refuse('InvalidParameterValue.DomainGradeInvalid', 'There is no such grade.');
    const refusal = refusalOfDomain(domain, 'buy');
    if (refusal) return refusal;
    call.account.domains.set(domain, { domain, grade, boughtAtMs: call.nowMs });
    recordSale(call, { orderId: null, resourceIds: [] });
    return fields({});
  },
};
