import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A row as the benches buy it. */
export interface Row {
  readonly Domain: string;
  readonly Grade: string;
}

const grades = ['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE'];

/** The n-th row, from 1. */
export function rowOf(number: number): Row {
  const Grade = grades[number % grades.length] ?? '';
  return { Domain: `shop-${number}.customer-${number % 977}.example`, Grade };
}

/** Writes a CSV manifest of so many rows, one cell of each in quotes, and returns its path. */
export async function writeManifest(folder: string, rows: number): Promise<string> {
  const path = join(folder, `manifest-${rows}.csv`);
  const file = createWriteStream(path);
  file.write('Action,Domain,Grade,Reference,#Customer\n');
  for (let number = 1; number <= rows; number += 1) {
    const { Domain, Grade } = rowOf(number);
    const line = `CreatePackageOrder,${Domain},${Grade},C-${number},"Customer ${number}, Ltd"\n`;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

/** Writes the domains of so many rows, one a line, and returns their path. */
export async function writeDomains(folder: string, rows: number): Promise<string> {
  const path = join(folder, `domains-${rows}.txt`);
  const domains = Array.from({ length: rows }, (_, i) => rowOf(i + 1).Domain);
  await writeFile(path, `${domains.join('\n')}\n`);
  return path;
}
