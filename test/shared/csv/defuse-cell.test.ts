import { describe, expect, it } from 'vitest';
import { defuseCell } from '../../../src/shared/csv/defuse-cell.ts';

describe('defuseCell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', "=cmd|' /C calc'!A0"])(
    'has a spreadsheet read %j as text',
    (text) => {
      expect(defuseCell(text)).toBe(`'${text}`);
    },
  );

  it.each(['', 'example.com', '{"pid":1}', '2026-07-01T08:00:00.000Z', "'=1", 'a=1'])(
    'leaves %j alone',
    (text) => {
      expect(defuseCell(text)).toBe(text);
    },
  );
});
