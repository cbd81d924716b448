import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';

// Program: checks a manifest with csv-parse and zod alone. Value: the manifest's path. Tells neither lines nor rows,
// finds nothing that stands twice, and stops being useful at the first problem.
const row = z.strictObject({
  Action: z.literal('CreatePackageOrder'),
  Domain: z.string().regex(/^(?=.{1,253}$)[^\s./:@]{1,63}(?:\.[^\s./:@]{1,63})+$/u),
  Grade: z.enum(['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE']),
  Reference: z.string().min(1).max(128).optional(),
  '#Customer': z.string().optional(),
});

let rows = 0;
for await (const record of createReadStream(process.argv[2] ?? '').pipe(parse({ columns: true }))) {
  row.parse(record);
  rows += 1;
}
process.stdout.write(`${rows} rows\n`);
