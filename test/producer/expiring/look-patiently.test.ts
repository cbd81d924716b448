import { describe, expect, test } from 'vitest';
import { listInstances } from '../../../src/producer/expiring/list-instances.ts';
import type { Look, Seen } from '../../../src/shared/seen.ts';
import { collect } from '../../support/collect.ts';

const untilMs = Date.parse('2026-12-31T00:00:00Z');

function instancePage(ids: readonly string[], NextToken: string | null): Seen {
  const InstanceList = ids.map((InstanceId) => ({
    InstanceId,
    ProductCode: 'p_cloudfirewall',
    SubProductCode: 'sp_cloudfirewall_svv1',
    RegionCode: 'ap-guangzhou',
    Status: 'NORMAL',
    RenewFlag: 'NOTIFY_AND_MANUAL_RENEW',
    ExpireTime: '2026-12-24 10:00:00',
    InstanceName: '',
    ProductName: 'Cloud Firewall',
    ProjectName: 'Default project',
    RenewPeriod: 1,
    RenewPeriodUnit: 'm',
  }));
  return { kind: 'seen', fields: { InstanceList, NextToken } };
}

/** Answers one look after the other; throws when there are more looks than answers. */
function answering(...answers: readonly Seen[]): { readonly look: Look; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    look: async (_readBack, params) => {
      asked.push(params);
      const answer = answers[asked.length - 1];
      if (!answer) throw new Error('Cannot answer as no more looks were expected');
      return answer;
    },
  };
}

describe('listInstances', () => {
  test('follows the token from page to page, and asks a lost or odd page again', async () => {
    const { look, asked } = answering(
      instancePage(['cfw-1'], 'page-2'),
      { kind: 'unseen' },
      { kind: 'seen', fields: { InstanceList: 'none' } },
      { kind: 'refused', code: 'RequestLimitExceeded.UinLimitExceeded' },
      instancePage(['cfw-1', 'cfw-2'], null),
    );
    const instances = await collect(listInstances(look, untilMs));
    expect(instances.map(({ instanceId }) => instanceId)).toEqual(['cfw-1', 'cfw-2']);
    expect(asked[0]).toEqual({ MaxResults: 100, ExpireTimeEnd: '2026-12-31 08:00:00' });
    expect(asked.slice(1)).toEqual(Array(4).fill({ ...(asked[0] as object), NextToken: 'page-2' }));
  });

  test.each([
    ['UnauthorizedOperation.CamNoAuth', 'list-refused', /Grant the key the policy Qcloud/],
    ['AuthFailure.UnauthorizedOperation', 'list-refused', /Grant the key/],
    ['AuthFailure.SecretIdNotFound', 'credentials-refused', /Correct or renew the key/],
  ])('says what to do about %s, and lists nothing', async (code, error, advice) => {
    const { look } = answering({ kind: 'refused', code });
    await expect(collect(listInstances(look, untilMs))).rejects.toMatchObject({
      code: error,
      message: expect.stringContaining(code),
      advice: expect.stringMatching(advice),
    });
  });

  test('gives up on a list whose pages lead nowhere', async () => {
    const { look } = answering(instancePage(['cfw-1'], 'again'), instancePage(['cfw-2'], 'again'));
    await expect(collect(listInstances(look, untilMs))).rejects.toMatchObject({ code: 'list-unreadable' });
  });
});
