import { expect, test } from 'vitest';
import { admittedRows } from '../../src/producer/admitted-rows.ts';

test('admittedRows gives every purchase once, in row order for each line, in batches of one line', () => {
  const admitted = admittedRows(1000);
  for (let row = 1; row <= 1000; row += 1) {
    const action = row % 4 === 0 ? 'CreatePlan' : 'CreatePackageOrder';
    admitted.add({ row, action, account: row % 4 === 0 ? 'acme' : 'default', count: row === 8 ? 600 : 1 });
  }
  const batches = [...admitted.batches()];
  const of = (line: string) =>
    batches.filter((batch) => batch.line === line).flatMap(({ positions }) => positions);
  const rows = Array.from({ length: 1000 }, (_, i) => i + 1);
  expect(of('CreatePackageOrder')).toEqual(
    rows.filter((row) => row % 4 !== 0).map((row) => ({ row, index: 1 })),
  );
  expect(of('CreatePlan.acme')).toEqual(
    rows
      .filter((row) => row % 4 === 0)
      .flatMap((row) => Array.from({ length: row === 8 ? 600 : 1 }, (_, i) => ({ row, index: i + 1 }))),
  );
  expect(Math.max(...batches.map(({ positions }) => positions.length))).toBe(250);
});

test('admittedRows leaves out rows that were never admitted', () => {
  const admitted = admittedRows(3);
  admitted.add({ row: 2, action: 'CreatePlan', account: 'default', count: 1 });
  expect([...admitted.batches()]).toEqual([{ line: 'CreatePlan', positions: [{ row: 2, index: 1 }] }]);
});

test('admittedRows tells more lines apart than a byte can number', () => {
  const admitted = admittedRows(300);
  for (let row = 1; row <= 300; row += 1) {
    admitted.add({ row, action: 'CreatePlan', account: `account-${row}`, count: 1 });
  }
  const batches = [...admitted.batches()];
  expect(batches).toHaveLength(300);
  expect(batches[299]).toEqual({ line: 'CreatePlan.account-300', positions: [{ row: 300, index: 1 }] });
});
