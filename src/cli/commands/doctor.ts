import type { Command } from 'commander';
import type { Check, Diagnosis } from '../doctor/check.ts';
import { checkAccount } from '../doctor/check-account.ts';
import { checkClocks } from '../doctor/check-clock.ts';
import { checkCredentials } from '../doctor/check-credentials.ts';
import { checkRedis } from '../doctor/check-redis.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSetup, type Setup } from '../setup.ts';
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

async function diagnose(setup: Setup): Promise<Diagnosis> {
  const { environment, config } = setup;
  const checks = [
    ...(await checkRedis(config)),
    checkCredentials(environment),
    ...(await checkClocks(config)),
  ];
  // Asking the API needs credentials to sign with, and Redis to keep to the limit.
  const canAsk = checks.every(
    ({ name, state }) => state !== 'wrong' || !['redis', 'credentials'].includes(name),
  );
  if (canAsk) checks.push(...(await checkAccount(setup)));
  return { ok: checks.every(({ state }) => state !== 'wrong'), checks };
}

function linesOf({ name, state, finding, advice }: Check): string[] {
  return [
    `${state.padEnd(7)}  ${name.padEnd(11)}  ${finding}`,
    ...(advice === null ? [] : [`${' '.repeat(22)}${advice}`]),
  ];
}
