import type { Account } from '../account.ts';
import { domainId, gradeFacts, punycode } from '../domain-name.ts';
import { numberOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';
import { chinaTime, monthsLater } from '../vendor-time.ts';

const types = ['ALL', 'MINE', 'SHARE', 'ISMARK', 'PAUSE', 'VIP', 'RECENT', 'SHARE_OUT', 'FREE'];
const typesOfBought = new Set(['ALL', 'MINE', 'VIP', 'RECENT']);
const typesOfFree = new Set(['ALL', 'MINE', 'FREE']);
const createdOn = '2021-04-06 15:51:45';

interface ListedDomain {
  readonly domain: string;
  readonly grade: string;
  /** Null for a domain without a package. */
  readonly boughtAtMs: number | null;
}

/** Lists the domains that something was bought for, and those of the stock; the rest is without number. */
export const describeDomainList: SimulatedAction = {
  name: 'DescribeDomainList',
  service: 'dnspod',
  version: '2021-03-23',
  parameters: {
    Type: { type: 'string' },
    Offset: { type: 'integer' },
    Limit: { type: 'integer' },
    GroupId: { type: 'integer' },
    Keyword: { type: 'string' },
  },
  answer: ({ params, account }) => {
    const type = textOf(params, 'Type', 'ALL');
    const offset = numberOf(params, 'Offset', 0);
    const limit = numberOf(params, 'Limit', 3000);
    if (!types.includes(type)) return refuse('InvalidParameter.DomainTypeInvalid', 'There is no such type.');
    if (offset < 0) return refuse('InvalidParameter.OffsetInvalid', 'Offset begins at 0.');
    if (limit < 1 || limit > 3000)
      return refuse('InvalidParameter.LimitInvalid', 'Limit lies between 1 and 3000.');
    const keyword = textOf(params, 'Keyword').toLowerCase();
    const bought = [...account.domains.values()];
    const free = freeDomainsOf(account);
    const ofType = [...(typesOfBought.has(type) ? bought : []), ...(typesOfFree.has(type) ? free : [])];
    const found = ofType.filter(({ domain }) => domain.includes(keyword));
    const counts = { found: found.length, bought: bought.length, free: free.length };
    return fields({
      DomainCountInfo: countInfo(counts),
      DomainList: found.slice(offset, offset + limit).map((packaged) => listEntry(account, packaged)),
    });
  },
};

function freeDomainsOf({ domains, freeDomains }: Account): ListedDomain[] {
  const free = [...freeDomains].filter((domain) => !domains.has(domain));
  return free.map((domain) => ({ domain, grade: 'DP_FREE', boughtAtMs: null }));
}

interface Counts {
  readonly found: number;
  readonly bought: number;
  readonly free: number;
}

function countInfo({ found, bought, free }: Counts): Record<string, unknown> {
  const all = bought + free;
  return {
    DomainTotal: found,
    AllTotal: all,
    MineTotal: all,
    ShareTotal: 0,
    VipTotal: bought,
    PauseTotal: 0,
    ErrorTotal: 0,
    LockTotal: 0,
    SpamTotal: 0,
    VipExpire: 0,
    ShareOutTotal: 0,
    GroupTotal: 0,
  };
}

function listEntry(account: Account, { domain, grade, boughtAtMs }: ListedDomain): Record<string, unknown> {
  return {
    DomainId: domainId(domain),
    Name: domain,
    Status: 'ENABLE',
    TTL: 600,
    CNAMESpeedup: 'DISABLE',
    DNSStatus: 'DNSERROR',
    Grade: grade,
    GroupId: 1,
    SearchEnginePush: 'NO',
    Remark: '',
    Punycode: punycode(domain),
    EffectiveDNS: ['ns3.dnsv5.com', 'ns4.dnsv5.com'],
    GradeLevel: gradeFacts(grade).level,
    GradeTitle: gradeFacts(grade).title,
    IsVip: boughtAtMs === null ? 'NO' : 'YES',
    VipStartAt: boughtAtMs === null ? '' : chinaTime(boughtAtMs),
    VipEndAt: boughtAtMs === null ? '' : chinaTime(monthsLater(boughtAtMs, 12)),
    VipAutoRenew: 'DEFAULT',
    RecordCount: 0,
    CreatedOn: createdOn,
    UpdatedOn: boughtAtMs === null ? createdOn : chinaTime(boughtAtMs),
    Owner: `qcloud_uin_${account.uin}@qcloud.com`,
  };
}
