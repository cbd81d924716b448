import { expect, test } from 'vitest';
import { targetList } from '../../src/producer/target-list.ts';

test('targetList gives every target, in order for each line, as often as it is asked', () => {
  const list = targetList();
  const targets = Array.from({ length: 2500 }, (_, i) => `site-${i}.example`);
  for (const target of targets) list.add({ action: 'CreatePackageOrder', account: 'default', target });
  list.add({ action: 'CreatePlan', account: 'acme', target: 'zone "ü"\n' });
  const all = [
    ...targets.map((target) => ({ action: 'CreatePackageOrder', account: 'default', target })),
    { action: 'CreatePlan', account: 'acme', target: 'zone "ü"\n' },
  ];
  expect([...list.batches()].flat()).toEqual(all);
  expect([...list.batches()].flat()).toEqual(all);
});
