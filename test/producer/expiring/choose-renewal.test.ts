import { describe, expect, test } from 'vitest';
import { chooseRenewal } from '../../../src/producer/expiring/choose-renewal.ts';
import {
  type ExpiringInstance,
  type ExpiringPlan,
  momentOf,
} from '../../../src/producer/expiring/expiring-resource.ts';

const wishes = {
  untilMs: Date.parse('2026-12-31T00:00:00Z'),
  period: 1,
  includeAutoRenewed: false,
  includeIsolated: false,
};

function plan(differences: Partial<ExpiringPlan> = {}): ExpiringPlan {
  const expiredTime = differences.expiredTime ?? '2026-12-24T10:00:00Z';
  return {
    kind: 'plan',
    planId: 'edgeone-1',
    planType: 'plan-basic',
    zones: ['shop.example', 'blog.example'],
    expiresAt: momentOf(expiredTime),
    isAutoRenewed: false,
    autoRenewal: 'off',
    status: 'normal',
    name: 'plan-basic',
    ...differences,
    expiredTime,
  };
}

function instance(differences: Partial<ExpiringInstance> = {}): ExpiringInstance {
  const expiredTime = differences.expiredTime ?? '2026-12-24 10:00:00';
  return {
    kind: 'instance',
    instanceId: 'cfw-1',
    productCode: 'p_cloudfirewall',
    subProductCode: 'sp_cloudfirewall_svv1',
    regionCode: 'ap-guangzhou',
    expiresAt: momentOf(expiredTime),
    isAutoRenewed: false,
    autoRenewal: 'NOTIFY_AND_MANUAL_RENEW',
    status: 'NORMAL',
    name: 'firewall of the shop',
    ...differences,
    expiredTime,
  };
}

describe('chooseRenewal', () => {
  test('renews a plan up to the second after its present expiry, so that a second renewal is skipped', () => {
    expect(chooseRenewal(plan(), wishes)).toEqual({
      kind: 'renew',
      row: {
        Action: 'RenewPlan',
        PlanId: 'edgeone-1',
        Period: 1,
        IfExpiresBefore: '2026-12-24T10:00:01Z',
        '#ExpiredTime': '2026-12-24T10:00:00Z',
        '#Zone': 'shop.example blog.example',
        '#AutoRenewal': 'off',
        '#Status': 'normal',
        '#Name': 'plan-basic',
      },
    });
  });

  test('takes the later reading of an expiry without a time zone for the date that skips', () => {
    expect(chooseRenewal(instance(), { ...wishes, period: 3 })).toMatchObject({
      kind: 'renew',
      row: {
        Action: 'RenewInstance',
        ProductCode: 'p_cloudfirewall',
        SubProductCode: 'sp_cloudfirewall_svv1',
        RegionCode: 'ap-guangzhou',
        InstanceId: 'cfw-1',
        Period: 3,
        PeriodUnit: 'm',
        IfExpiresBefore: '2026-12-24T10:00:01Z',
      },
    });
  });

  test('takes the earlier reading of an expiry without a time zone for whether it expires soon', () => {
    const untilMs = Date.parse('2026-12-24T02:00:00Z');
    expect(chooseRenewal(instance(), { ...wishes, untilMs }).kind).toBe('renew');
    expect(chooseRenewal(instance(), { ...wishes, untilMs: untilMs - 1 }).kind).toBe('later');
  });

  test.each([
    ['renews itself', plan({ isAutoRenewed: true }), 'auto-renewed'],
    ['renews itself', instance({ isAutoRenewed: true }), 'auto-renewed'],
    ['is isolated', plan({ status: 'overdue-isolated' }), 'isolated'],
    ['is isolated', instance({ status: 'ISOLATED' }), 'isolated'],
    ['is an enterprise plan', plan({ planType: 'plan-enterprise-v2' }), 'not-renewable'],
    ['is a trial', plan({ planType: 'plan-trial' }), 'not-renewable'],
    ['has no end', plan({ expiresAt: null }), 'not-renewable'],
    ['is an EdgeOne plan in the billing list', instance({ productCode: 'p_edgeone' }), 'listed-as-plan'],
  ])('leaves out what %s', (_why, resource, reason) => {
    expect(chooseRenewal(resource, wishes)).toEqual({ kind: 'left-out', reason });
  });

  test('renews what renews itself, and what is isolated, where that is asked for', () => {
    const all = { ...wishes, includeAutoRenewed: true, includeIsolated: true };
    expect(chooseRenewal(plan({ isAutoRenewed: true }), all).kind).toBe('renew');
    expect(chooseRenewal(instance({ status: 'ISOLATED' }), all).kind).toBe('renew');
  });

  test('leaves no word of what expires later', () => {
    expect(chooseRenewal(plan({ expiredTime: '2026-12-31T00:00:01Z' }), wishes)).toEqual({ kind: 'later' });
  });
});

test('momentOf reads what has a zone as it is, and what has none both ways', () => {
  const noon = Date.parse('2026-12-24T12:00:00Z');
  expect(momentOf('2026-12-24T12:00:00Z')).toEqual({ earliestMs: noon, latestMs: noon });
  expect(momentOf('2026-12-24 12:00:00')).toEqual({ earliestMs: noon - 8 * 3_600_000, latestMs: noon });
  expect(momentOf('0000-00-00 00:00:00')).toBeNull();
  expect(momentOf('')).toBeNull();
});
