import type { Command } from 'commander';
import type { Check } from '../doctor/check.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSetup } from '../setup.ts';
import { print, printJson } from '../terminal.ts';

/** `doctor`: checks what buying depends on, and says what to do. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check what buying depends on')
    .description(
      'Checks Redis, credentials, clock, who pays and what the key may look up, and says what to do for each finding. Exits 2 when something must be mended.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('tcbatch doctor', 'tcbatch doctor --json'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const diagnosis = await diagnose(readSetup());
      if (json) printJson(diagnosis);
      else for (const line of diagnosis.checks.flatMap(linesOf)) print(line);
      if (!diagnosis.ok) process.exitCode = exitCodes.usage;
    });
}

function linesOf({ name, state, finding, advice, account }: Check): string[] {
  const whose = account === undefined ? '' : `${account}: `;
  return [
    `${state.padEnd(7)}  ${name.padEnd(11)}  ${whose}${finding}`,
    ...(advice === null ? [] : [`${' '.repeat(22)}${advice}`]),
  ];
}
