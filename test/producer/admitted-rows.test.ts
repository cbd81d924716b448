import { expect, test } from 'vitest';
import { admittedRows } from '../../src/producer/admitted-rows.ts';

test('admittedRows gives every purchase once, in row order for each action, in batches of one action', () => {
  const admitted = admittedRows(1000);
  for (let row = 1; row <= 1000; row += 1) {
    const action = row % 4 === 0 ? 'CreatePlan' : 'CreatePackageOrder';
    admitted.add({ row, action, count: row === 8 ? 600 : 1 });
  }
  const batches = [...admitted.batches()];
  const of = (action: string) =>
    batches.filter((batch) => batch.action === action).flatMap(({ positions }) => positions);
  const rows = Array.from({ length: 1000 }, (_, i) => i + 1);
  expect(of('CreatePackageOrder')).toEqual(
    rows.filter((row) => row % 4 !== 0).map((row) => ({ row, index: 1 })),
  );
  expect(of('CreatePlan')).toEqual(
    rows
      .filter((row) => row % 4 === 0)
      .flatMap((row) => Array.from({ length: row === 8 ? 600 : 1 }, (_, i) => ({ row, index: i + 1 }))),
  );
  expect(Math.max(...batches.map(({ positions }) => positions.length))).toBe(250);
});

test('admittedRows leaves out rows that were never admitted', () => {
  const admitted = admittedRows(3);
  admitted.add({ row: 2, action: 'CreatePlan', count: 1 });
  expect([...admitted.batches()]).toEqual([{ action: 'CreatePlan', positions: [{ row: 2, index: 1 }] }]);
});
