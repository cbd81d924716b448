import { z } from 'zod';
import { describeRenewInstances } from '../../shared/actions/read-backs.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { Look } from '../../shared/seen.ts';
import { type ExpiringInstance, momentOf } from './expiring-resource.ts';
import { type ListedAt, lookPatiently } from './look-patiently.ts';

const shownInstance = z.object({
  InstanceId: z.string(),
  ProductCode: z.string(),
  SubProductCode: z.string(),
  RegionCode: z.string(),
  Status: z.string().nullish(),
  RenewFlag: z.string().nullish(),
  ExpireTime: z.string().nullish(),
  InstanceName: z.string().nullish(),
  ProductName: z.string().nullish(),
});

interface InstancePage {
  readonly InstanceList?: readonly z.infer<typeof shownInstance>[] | null | undefined;
  readonly NextToken?: string | null | undefined;
}

const instanceList: ListedAt<InstancePage> = {
  readBack: describeRenewInstances,
  page: z.object({ InstanceList: z.array(shownInstance).nullish(), NextToken: z.string().nullish() }),
  what: 'instances',
  right: 'the policy QcloudFinanceRenewManageFullAccess',
};

// The most that the API gives at once.
const pageSize = 100;
/** No time zone is documented; China's clock is this much ahead, and is the likeliest. */
const zoneMarginMs = 8 * 3_600_000;

/** The instances that expire up to `untilMs`, each once, and maybe some that expire later. Holds a page or two. */
export async function* listInstances(look: Look, untilMs: number): AsyncGenerator<ExpiringInstance> {
  const until = new Date(untilMs + zoneMarginMs).toISOString().slice(0, 19).replace('T', ' ');
  let last: ReadonlySet<string> = new Set();
  for (let token: string | null = null; ; ) {
    const query = {
      MaxResults: pageSize,
      ExpireTimeEnd: until,
      ...(token === null ? {} : { NextToken: token }),
    };
    const page: InstancePage = await lookPatiently(look, instanceList, query);
    const instances = (page.InstanceList ?? []).map(instanceOf);
    yield* instances.filter(({ instanceId }) => !last.has(instanceId));
    if (!page.NextToken) return;
    if (page.NextToken === token) throw endless(token);
    token = page.NextToken;
    last = new Set(instances.map(({ instanceId }) => instanceId));
  }
}

function instanceOf(shown: z.infer<typeof shownInstance>): ExpiringInstance {
  const expiredTime = shown.ExpireTime ?? '';
  const flag = shown.RenewFlag ?? '';
  return {
    kind: 'instance',
    instanceId: shown.InstanceId,
    productCode: shown.ProductCode,
    subProductCode: shown.SubProductCode,
    regionCode: shown.RegionCode,
    expiresAt: momentOf(expiredTime),
    expiredTime,
    isAutoRenewed: flag === 'NOTIFY_AND_AUTO_RENEW',
    autoRenewal: flag,
    status: shown.Status ?? '',
    name: [shown.InstanceName, shown.ProductName].filter(Boolean).join(', '),
  };
}

function endless(token: string): OperatorError {
  return new OperatorError(
    'list-unreadable',
    `Cannot list instances as each page must lead to another one: got ${token} again`,
    { advice: 'Nothing was listed. Ask again in a while.' },
  );
}
