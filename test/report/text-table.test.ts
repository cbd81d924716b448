import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth } from '../../src/report/text/display-width.ts';
import { printable } from '../../src/report/text/printable.ts';
import { layOutTable, rowLine, type TextColumn, titleLine } from '../../src/report/text/text-table.ts';

const columns: readonly TextColumn[] = [
  { title: 'row', isRightAligned: true, isWhole: true, minWidth: 0 },
  { title: 'name', minWidth: 4 },
  { title: 'note', minWidth: 4 },
];

describe('layOutTable', () => {
  it('lines columns up, wide scripts too, and leaves no blanks behind', () => {
    const rows = [cells('1', 'Ada', 'x'), cells('12', '客户', '')];
    const table = layOutTable(columns, rows, null);
    expect(titleLine(table, (text) => text)).toBe('row  name  note\n');
    expect(rows.map((row) => rowLine(table, row))).toEqual(['  1  Ada   x\n', ' 12  客户\n']);
  });

  it('never makes a line longer than the screen where the columns can shrink', () => {
    const row = cells('1', 'n'.repeat(40), '客'.repeat(40));
    const table = layOutTable(columns, [row], 30);
    expect(displayWidth(rowLine(table, row).trimEnd())).toBeLessThanOrEqual(30);
  });

  it('never cuts what is only right as a whole', () => {
    const table = layOutTable(columns, [cells('1', 'Ada', '')], 20);
    expect(rowLine(table, cells('1000000', 'Ada', ''))).toBe('1000000  Ada\n');
  });

  it('colours a cell after it has its width', () => {
    const table = layOutTable(columns, [], null);
    const painted = [{ text: '1', paint: (text: string) => `<${text}>` }];
    expect(rowLine(table, painted)).toBe('  <1>\n');
  });
});

describe('cutToWidth', () => {
  it('ends what it cut with an ellipsis and never draws over the width', () => {
    expect(cutToWidth('abcdef', 4)).toBe('abc…');
    expect(cutToWidth('客户名称', 4)).toBe('客…');
    expect(cutToWidth('abcd', 4)).toBe('abcd');
  });
});

describe('printable', () => {
  it('takes out what would steer the terminal or turn the text around', () => {
    expect(printable('a\u001b[2Jb\nc\u202Ed')).toBe('a [2Jb c d');
  });
});

function cells(...texts: readonly string[]) {
  return texts.map((text) => ({ text }));
}
