import { describe, expect, test } from 'vitest';
import { listPlans } from '../../../src/producer/expiring/list-plans.ts';
import type { Look } from '../../../src/shared/seen.ts';
import { collect } from '../../support/collect.ts';

const startMs = Date.parse('2026-12-01T00:00:00Z');
const hourMs = 3_600_000;

interface Shown {
  readonly PlanId: string;
  readonly PlanType: string;
  ExpiredTime: string;
}

/** Plans that expire an hour after each other, as the vendor shows them. */
function plansAtProvider(count: number): Shown[] {
  return Array.from({ length: count }, (_, i) => ({
    PlanId: `edgeone-${i}`,
    PlanType: 'plan-basic',
    ExpiredTime: new Date(startMs + i * hourMs).toISOString(),
  }));
}

/** Answers pages of what `plans` holds at that moment, and tells which. */
function pagesOf(plans: Shown[], { onPage = (_number: number) => {} } = {}) {
  const asked: Record<string, unknown>[] = [];
  const look: Look = async (_readBack, params) => {
    asked.push(params);
    const offset = Number(params.Offset);
    const sorted = plans.toSorted((a, b) => a.ExpiredTime.localeCompare(b.ExpiredTime));
    const page = sorted.slice(offset, offset + Number(params.Limit));
    onPage(asked.length);
    return { kind: 'seen', fields: { TotalCount: plans.length, Plans: page.map((plan) => ({ ...plan })) } };
  };
  return { look, asked };
}

describe('listPlans', () => {
  test('gives every plan once, over all pages', async () => {
    const { look } = pagesOf(plansAtProvider(1_050));
    const plans = await collect(listPlans(look, Number.POSITIVE_INFINITY));
    expect(plans.map(({ planId }) => planId)).toEqual(plansAtProvider(1_050).map(({ PlanId }) => PlanId));
  });

  test('asks for no page more once one ends after the time that matters', async () => {
    const { look, asked } = pagesOf(plansAtProvider(1_000));
    const plans = await collect(listPlans(look, startMs + 250 * hourMs));
    expect(plans.length).toBeGreaterThanOrEqual(251);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({ Order: 'expire-time', Direction: 'asc', Limit: 200, Offset: 0 });
  });

  test('passes over no plan although those in front are renewed while it reads', async () => {
    const plans = plansAtProvider(600);
    const { look } = pagesOf(plans, {
      onPage: (number) => {
        if (number !== 1) return;
        for (const plan of plans.slice(0, 150))
          plan.ExpiredTime = new Date(startMs + 800 * hourMs).toISOString();
      },
    });
    const seen = new Set(
      (await collect(listPlans(look, startMs + 599 * hourMs))).map(({ planId }) => planId),
    );
    expect([...plans.keys()].filter((i) => !seen.has(`edgeone-${i}`))).toEqual([]);
  });

  test('reads on where a page is not in the order that was asked for', async () => {
    const plans = plansAtProvider(400);
    const look: Look = async (_readBack, { Offset }) => {
      const start = Number(Offset);
      return { kind: 'seen', fields: { Plans: plans.toReversed().slice(start, start + 200) } };
    };
    const seen = await collect(listPlans(look, startMs + hourMs));
    expect(seen.map(({ planId }) => planId)).toContain('edgeone-0');
  });
});
