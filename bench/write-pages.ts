import { readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from '../test/docs/markdown-table.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';

/** A bench's figures as Markdown. */
export function tableOf({ head, rows }: Section): string {
  return markdownTable(head, rows);
}

/** Writes all figures into docs/performance.md, and the chosen ones into the README, each between its two marks. */
export function writePages(sections: readonly Section[], machine: readonly string[]): void {
  const takenWith = [...machine, `Size: ${scale.name}.`].map((sentence) => `- ${sentence}`).join('\n');
  writeBetweenMarks('docs/performance.md', [takenWith, ...sections.map(chapterOf)].join('\n\n'));
  const highlights = sections.flatMap((section) => section.highlights);
  const rows = highlights.map(({ shows, tcbatch, instead }) => [shows, tcbatch, instead]);
  writeBetweenMarks('README.md', markdownTable(['measured side by side', 'tcbatch', 'instead'], rows));
}

function chapterOf(section: Section): string {
  return `## ${section.title}\n\n${section.how}\n\n${tableOf(section)}`;
}

/** Puts a text where a page has a place for what `command` writes. A page without such marks is left as it is. */
export function writeBetweenMarks(page: string, text: string, command = 'npm run bench'): void {
  const begin = `<!-- Written by \`${command}\`. -->`;
  const end = `<!-- End of what \`${command}\` writes. -->`;
  const path = new URL(`../../../${page}`, import.meta.url);
  const old = readFileSync(path, 'utf8');
  const from = old.indexOf(begin);
  const to = old.indexOf(end);
  if (from === -1 || to < from) return;
  writeFileSync(path, `${old.slice(0, from)}${begin}\n\n${text}\n\n${old.slice(to)}`);
}
