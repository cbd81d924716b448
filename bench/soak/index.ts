import { describeMachine } from '../machine.ts';
import { type SoakFindings, soak } from './soak.ts';
import { soakText, writeSoakPage } from './write-soak-page.ts';

/** A shorter soak says too little of growth to be shown. */
const shownFromMinutes = 40;

// Program: works for an hour (SOAK_MINUTES) among faults, prints what grew, and writes it into docs/soak.md when it was
// long enough. Ends with 1 when the books differ from what was sold, or when something grows.
const minutes = numberIn('SOAK_MINUTES', 60);
const rows = numberIn('SOAK_ROWS', 1_800);
const seed = numberIn('SOAK_SEED', Date.now() % 1_000_000);
const machine = [...describeMachine(), `${rows} rows in a manifest; seed ${seed}.`];
process.stdout.write(`${machine.join('\n')}\n`);

const findings = await soak({
  minutes,
  rows,
  seed,
  tell: (sentence) => process.stdout.write(`${sentence}\n`),
});
process.stdout.write(`\n${soakText(findings, machine)}\n`);
if (minutes >= shownFromMinutes) writeSoakPage(findings, machine);
process.exitCode = isSound(findings) ? 0 : 1;

function isSound({ rounds, grown }: SoakFindings): boolean {
  const judgements = Object.values(grown).flat();
  return (
    rounds.every(({ differences }) => differences.length === 0) &&
    judgements.every(({ verdict }) => verdict !== 'grows')
  );
}

function numberIn(variable: string, otherwise: number): number {
  const given = Number(process.env[variable] ?? otherwise);
  if (Number.isFinite(given) && given > 0) return given;
  throw new Error(`Cannot read ${variable} as a number above 0: got ${process.env[variable]}`);
}
