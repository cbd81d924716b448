import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  type ManifestOptions,
  manifestArgument,
  withManifest,
  withManifestOptions,
} from '../manifest-options.ts';
import { checkDocument, problemLines, purchaseLines } from '../manifest-text.ts';
import { readSetup } from '../setup.ts';
import { print, printJson } from '../terminal.ts';

/** `validate`: checks a manifest and shows every problem, or what it would buy. */
export function addValidate(program: Command): void {
  withManifestOptions(program.command('validate'))
    .summary('check a manifest')
    .description('Checks a manifest and prints every problem in it, or what it would buy. Queues nothing.')
    .argument('<manifest>', manifestArgument)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('tcbatch validate domains.csv', 'cat rows.jsonl | tcbatch validate - --format jsonl --json'),
    )
    .action(async (location: string, options: ManifestOptions & { json?: boolean }) => {
      const { config } = readSetup();
      await withManifest(location, { ...options, isCheckOnly: true }, config, async ({ survey }) => {
        if (options.json) printJson(checkDocument(survey));
        else for (const line of survey.ok ? purchaseLines(survey) : problemLines(survey)) print(line);
        if (!survey.ok) process.exitCode = exitCodes.usage;
      });
    });
}
