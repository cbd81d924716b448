import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { defuseCell } from '../../shared/csv/defuse-cell.ts';
import { problemLineShape } from '../shapes/upload.ts';

const columns = ['row', 'line', 'column', 'code', 'message'] as const;

/** Writes a file of problems, one a line, for a spreadsheet or a script. */
export async function* writeProblems(stored: Readable, format: 'csv' | 'json'): AsyncGenerator<string> {
  let count = 0;
  if (format === 'csv') yield stringify([[...columns]]);
  for await (const line of createInterface({ input: stored })) {
    count += 1;
    if (format === 'csv') yield csvLine(line);
    else yield `${count === 1 ? '[' : ','}\n${line}`;
  }
  if (format === 'json') yield count === 0 ? '[]\n' : '\n]\n';
}

/** What stood in the file may stand in a message, so it must not become a formula in a spreadsheet. */
function csvLine(line: string): string {
  const problem = problemLineShape.parse(JSON.parse(line));
  return stringify([columns.map((name) => defuseCell(String(problem[name] ?? '')))]);
}
