import type { Account, PackagedDomain } from '../account.ts';
import { domainId, gradeFacts, punycode } from '../domain-name.ts';
import { numberOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';
import { chinaTime, monthsLater } from '../vendor-time.ts';

const types = ['ALL', 'MINE', 'SHARE', 'ISMARK', 'PAUSE', 'VIP', 'RECENT', 'SHARE_OUT', 'FREE'];
const typesOfBought = new Set(['ALL', 'MINE', 'VIP', 'RECENT']);

/** Lists the domains that something was bought for; the rest of the account is without number. */
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
    const found = [...account.domains.values()].filter(
      ({ domain }) => typesOfBought.has(type) && domain.includes(keyword),
    );
    return fields({
      DomainCountInfo: countInfo(account, found.length),
      DomainList: found.slice(offset, offset + limit).map((packaged) => listEntry(account, packaged)),
    });
  },
};

function countInfo(account: Account, found: number): Record<string, unknown> {
  const all = account.domains.size;
  return {
    DomainTotal: found,
    AllTotal: all,
    MineTotal: all,
    ShareTotal: 0,
    VipTotal: all,
    PauseTotal: 0,
    ErrorTotal: 0,
    LockTotal: 0,
    SpamTotal: 0,
    VipExpire: 0,
    ShareOutTotal: 0,
    GroupTotal: 0,
  };
}

function listEntry(account: Account, { domain, grade, boughtAtMs }: PackagedDomain): Record<string, unknown> {
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
    IsVip: 'YES',
    VipStartAt: chinaTime(boughtAtMs),
    VipEndAt: chinaTime(monthsLater(boughtAtMs, 12)),
    VipAutoRenew: 'DEFAULT',
    RecordCount: 0,
    CreatedOn: '2021-04-06 15:51:45',
    UpdatedOn: chinaTime(boughtAtMs),
    Owner: `qcloud_uin_${account.uin}@qcloud.com`,
  };
}
