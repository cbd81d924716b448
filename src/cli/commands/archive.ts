import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { writeArchive } from '../../shared/archive/write-archive.ts';
import { OperatorError } from '../../shared/errors.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { requireOwnArchive } from '../require-own-archive.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { say } from '../terminal.ts';
import { writeFileWhole } from '../write-file.ts';

interface ArchiveOptions extends SetupOptions {
  readonly out?: string;
}

/** `archive`: the books of a run as one file. */
export function addArchive(program: Command): void {
  program
    .command('archive')
    .summary('copy the books of a run into one file')
    .description(
      'Copies all that the ledger holds of a run that is over into one file, with a checksum. `tcbatch report FILE` reads it without Redis, and `tcbatch import FILE` brings a forgotten run back for reading.',
    )
    .argument('<run>', 'id of the run')
    .option(
      '--out <file>',
      'write to a file, which appears once it is whole and replaces nothing but an archive of the same run; otherwise to standard output',
    )
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch archive r4k2m9x0a1b3c --out july.archive.gz'))
    .action(async (run: string, options: ArchiveOptions) => {
      const { out } = options;
      if (out === undefined && process.stdout.isTTY) throw ofTerminal();
      await withLedgerOf(run, readSetup(options), async (ledger) => {
        const record = await knownRun(ledger, run);
        if (out !== undefined) await requireOwnArchive(out, run);
        const archive = Readable.from(writeArchive(ledger, record));
        const packed = archive.compose(createGzip());
        if (out === undefined) return pipeline(packed, process.stdout, { end: false });
        await writeFileWhole(out, packed);
        say(`The archive of run ${run} is in ${out}.`);
      });
    });
}

function ofTerminal(): OperatorError {
  return new OperatorError('usage', 'Cannot write an archive to a terminal as it is no text', {
    advice: 'Give it a file: --out FILE.',
  });
}
