import { expect, test } from 'vitest';
import { judgeSite, type SiteSight } from '../../../src/worker/verify/judge-site.ts';

const site = { zoneId: 'zone-1', zoneName: 'shop.example' };

function judge(differences: Partial<SiteSight>): string[] {
  const wanted = { zoneName: 'Shop.example' };
  return judgeSite({
    name: 'Site 1',
    planId: 'edgeone-1',
    wanted,
    onPlan: [site],
    named: [site],
    ...differences,
  });
}

test('judgeSite has nothing to say of a site that is there once, whatever else is on the plan', () => {
  expect(judge({ onPlan: [site, { zoneId: 'zone-2', zoneName: 'other.example' }] })).toEqual([]);
  expect(judge({ wanted: { zoneId: 'zone-1' }, named: [] })).toEqual([]);
});

test('judgeSite tells of a site that is not on its plan, and of a plan that does not show', () => {
  expect(judge({ onPlan: [] })).toEqual(['Site 1 is not on plan edgeone-1.']);
  expect(judge({ onPlan: null })).toEqual(['Plan edgeone-1, which is to hold Site 1, does not show.']);
});

test('judgeSite tells of a second site of the same name, on the plan or anywhere else', () => {
  const second = { zoneId: 'zone-2', zoneName: 'shop.example' };
  const told = [
    'Site 1 is there 2 times, as zone-1, zone-2: it was created twice, or somebody else created one.',
  ];
  expect(judge({ onPlan: [site, second] })).toEqual(told);
  expect(judge({ named: [second, site] })).toEqual(told);
});
