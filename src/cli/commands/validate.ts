import type { Command } from 'commander';
import { checkManifest } from '../../producer/manifest/check-manifest.ts';
import { summarizeCheck } from '../../producer/manifest/summarize-check.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  type ManifestOptions,
  manifestArgument,
  withManifestOptions,
  withOpenManifest,
} from '../manifest-options.ts';
import { readSetup } from '../setup.ts';
import { showCheckAsJson, showCheckAsText } from '../show-check.ts';

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
      const setup = readSetup();
      await withOpenManifest(location, options, setup, async ({ source, checkOptions }) => {
        const show = options.json ? showCheckAsJson() : showCheckAsText();
        // Not surveyed: nothing is planned, so nobody has to know what makes two manifests the same.
        const summary = await summarizeCheck(checkManifest(source, checkOptions), {
          onProblems: show.problems,
          mostProblems: 0,
        });
        show.end(summary);
        if (!summary.ok) process.exitCode = exitCodes.usage;
      });
    });
}
