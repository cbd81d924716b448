import type { Instance } from '../account.ts';
import { expiresAtMs } from '../expiry.ts';
import { numberOf, textOf, textsOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { chinaTime, parseChinaTime } from '../vendor-time.ts';

/** An instance can be seen here once its order is delivered; those that expire first come first. */
export const describeRenewInstances: SimulatedAction = {
  name: 'DescribeRenewInstances',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    MaxResults: { type: 'integer', isRequired: true },
    NextToken: { type: 'string' },
    Reverse: { type: 'boolean' },
    RenewFlagList: { type: 'list', of: { type: 'string' } },
    InstanceIdList: { type: 'list', of: { type: 'string' } },
    ExpireTimeStart: { type: 'string' },
    ExpireTimeEnd: { type: 'string' },
  },
  answer: (call) => {
    const pageSize = numberOf(call.params, 'MaxResults', 0);
    const start = pageStart(textOf(call.params, 'NextToken'));
    if (pageSize < 1 || pageSize > 100)
      return refuse('InvalidParameter', 'MaxResults lies between 1 and 100.');
    if (start === null) return refuse('InvalidParameter', 'NextToken is not one of ours.');
    if (textsOf(call.params, 'InstanceIdList').length > 100)
      return refuse('InvalidParameter', 'InstanceIdList holds at most 100 ids.');
    const range = expiryRange(call);
    if (range === null) return refuse('InvalidParameter', 'Expiry times are YYYY-MM-DD HH:MM:SS.');
    const found = call.account.instances
      .filter((instance) => isWanted(instance, call))
      .map((instance) => ({ instance, atMs: expiresAtMs(instance, call.nowMs) }))
      .filter(({ atMs }) => atMs >= range.startMs && atMs <= range.endMs)
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ instance }) => instance);
    if (call.params.Reverse === true) found.reverse();
    const end = start + pageSize;
    return fields({
      InstanceList: found.slice(start, end).map((instance) => instanceDocument(instance, call.nowMs)),
      NextToken: end < found.length ? nextToken(end) : null,
    });
  },
};

function pageStart(token: string): number | null {
  if (token === '') return 0;
  const match = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString());
  return match ? Number(match[1]) : null;
}

function nextToken(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url');
}

function expiryRange({ params }: Call): { readonly startMs: number; readonly endMs: number } | null {
  const start = textOf(params, 'ExpireTimeStart');
  const end = textOf(params, 'ExpireTimeEnd');
  const startMs = start === '' ? 0 : parseChinaTime(start);
  const endMs = end === '' ? Number.POSITIVE_INFINITY : parseChinaTime(end);
  return startMs === null || endMs === null ? null : { startMs, endMs };
}

function isWanted(instance: Instance, { params, nowMs }: Call): boolean {
  const flags = textsOf(params, 'RenewFlagList');
  const ids = textsOf(params, 'InstanceIdList');
  return (
    instance.deliveredAtMs <= nowMs &&
    (flags.length === 0 || flags.includes(instance.renewFlag)) &&
    (ids.length === 0 || ids.includes(instance.instanceId))
  );
}

function instanceDocument(instance: Instance, nowMs: number): Record<string, unknown> {
  return {
    InstanceId: instance.instanceId,
    ProductCode: instance.productCode,
    SubProductCode: instance.subProductCode,
    RegionCode: instance.regionCode,
    Status: expiresAtMs(instance, nowMs) <= nowMs ? 'ISOLATED' : 'NORMAL',
    RenewFlag: instance.renewFlag,
    ExpireTime: chinaTime(expiresAtMs(instance, nowMs)),
    InstanceName: '',
    ProductName: instance.productCode,
    ProjectName: 'Default project',
    RenewPeriod: instance.period,
    RenewPeriodUnit: instance.periodUnit,
  };
}
