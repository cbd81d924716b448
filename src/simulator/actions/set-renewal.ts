import { renewFlags } from '../instance-order-rules.ts';
import { recordSale } from '../place-order.ts';
import { textOf } from '../read-params.ts';
import type { Fields } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';

const longest = new Map([
  ['m', 11],
  ['y', 5],
]);

/** What it cannot do for an instance it says in a list, in an answer that is no Error. */
export const setRenewal: SimulatedAction = {
  name: 'SetRenewal',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    ProductCode: { type: 'string', isRequired: true },
    RegionCode: { type: 'string', isRequired: true },
    InstanceId: { type: 'string', isRequired: true },
    RenewFlag: { type: 'string', isRequired: true },
    RenewPeriod: { type: 'string' },
    RenewPeriodUnit: { type: 'string' },
  },
  answer: (call) => {
    const { params } = call;
    const flag = textOf(params, 'RenewFlag');
    if (!renewFlags.includes(flag)) return refuse('InvalidParameter', 'There is no such RenewFlag.');
    const instanceId = textOf(params, 'InstanceId');
    const instance = call.account.instances.find((candidate) => candidate.instanceId === instanceId);
    if (!instance) return failed(instanceId, 'There is no such instance.');
    const unit = textOf(params, 'RenewPeriodUnit', instance.periodUnit);
    const period = params.RenewPeriod === undefined ? instance.period : Number(params.RenewPeriod);
    if (params.RenewPeriod !== undefined && !(period >= 1 && period <= (longest.get(unit) ?? 0)))
      return failed(instanceId, 'A renewal does not last so long.');
    Object.assign(instance, { renewFlag: flag, period, periodUnit: unit });
    recordSale(call, { orderId: null, resourceIds: [instanceId] });
    return fields({ InstanceList: [] });
  },
};

function failed(instanceId: string, message: string): Fields {
  return fields({ InstanceList: [{ Code: 'InvalidParameter', Message: message, InstanceId: instanceId }] });
}
