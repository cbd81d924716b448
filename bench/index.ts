import { benchAppend } from './append.ts';
import { benchCrash } from './crash.ts';
import { benchIntake } from './intake.ts';
import { benchLimit } from './limit.ts';
import { describeMachine } from './machine.ts';
import { benchMemory } from './memory.ts';
import { benchPrecheck } from './precheck.ts';
import { benchReport } from './report.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';
import { benchTimeLeft } from './time-left.ts';
import { benchWeb } from './web.ts';
import { benchWork } from './work.ts';
import { tableOf, writePages } from './write-pages.ts';

const benches: Readonly<Record<string, () => Promise<Section>>> = {
  limit: benchLimit,
  precheck: benchPrecheck,
  crash: benchCrash,
  intake: benchIntake,
  work: benchWork,
  memory: benchMemory,
  append: benchAppend,
  report: benchReport,
  'time-left': benchTimeLeft,
  web: benchWeb,
};

// Program: runs the benches that are named, or all of them, one after the other so that none disturbs another. Prints
// a table for each; a run of all also writes the figures into the documents.
const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `Cannot run bench as one of ${Object.keys(benches).join(', ')}: got ${unknown.join(', ')}\n`,
  );
  process.exit(2);
}

const machine = describeMachine();
process.stdout.write(`${machine.join('\n')}\nSize: ${scale.name}.\n`);
const sections: Section[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const section = await bench();
  sections.push(section);
  process.stdout.write(`\n${section.title}\n\n${tableOf(section)}\n`);
}
if (named.length === 0) writePages(sections, machine);
