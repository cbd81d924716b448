import type { Account } from '../account.ts';
import { domainId, gradeFacts, isDomainName, punycode } from '../domain-name.ts';
import { numberOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfDomain } from '../reserved-names.ts';
import type { SimulatedAction } from '../simulated-action.ts';
import { chinaTime } from '../vendor-time.ts';

export const describeDomain: SimulatedAction = {
  name: 'DescribeDomain',
  service: 'dnspod',
  version: '2021-03-23',
  parameters: {
    Domain: { type: 'string', isRequired: true },
    DomainId: { type: 'integer' },
  },
  answer: ({ params, account }) => {
    const id = numberOf(params, 'DomainId', 0);
    const domain = id === 0 ? textOf(params, 'Domain').toLowerCase() : domainWithId(account, id);
    if (domain === null) return refuse('InvalidParameter.DomainIdInvalid', 'There is no domain of this id.');
    if (!isDomainName(domain)) return refuse('InvalidParameter.DomainInvalid', 'This is not a domain name.');
    return refusalOfDomain(domain, 'read') ?? fields({ DomainInfo: domainInfo(account, domain) });
  },
};

function domainWithId(account: Account, id: number): string | null {
  return [...account.domains.keys()].find((domain) => domainId(domain) === id) ?? null;
}

function domainInfo(account: Account, domain: string): Record<string, unknown> {
  const packaged = account.domains.get(domain);
  const grade = packaged?.grade ?? 'DP_FREE';
  const createdOn = '2021-04-06 15:51:45';
  return {
    DomainId: domainId(domain),
    Status: 'enable',
    Grade: grade,
    GroupId: 1,
    IsMark: 'no',
    TTL: 600,
    CnameSpeedup: 'disable',
    Remark: '',
    Punycode: punycode(domain),
    DnsStatus: 'dnserror',
    DnspodNsList: ['source.dnspod.net', 'low.dnspod.net'],
    Domain: domain,
    GradeLevel: gradeFacts(grade).level,
    UserId: 1,
    IsVip: packaged ? 'yes' : 'no',
    Owner: `qcloud_uin_${account.uin}@qcloud.com`,
    GradeTitle: gradeFacts(grade).title,
    CreatedOn: createdOn,
    UpdatedOn: packaged ? chinaTime(packaged.boughtAtMs) : createdOn,
    Uin: String(account.uin),
    ActualNsList: ['f1g1ns1.dnspod.net', 'f1g1ns2.dnspod.net'],
    RecordCount: 2,
    OwnerNick: 'simulator',
  };
}
