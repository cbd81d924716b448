import { type Command, Option } from 'commander';
import { knownRun } from '../../control/act.ts';
import { exitCodeFor } from '../../report/exit-code.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { type ReportFormat, reportFormats, writeReport } from '../../report/write-report.ts';
import type { RunRecord } from '../../shared/ledger/runs.ts';
import { readDurability } from '../../shared/redis/durability.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireDurable } from '../live-account.ts';
import { manifestArgument, type SurveyedManifest, withManifest } from '../manifest-options.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { wholeNumber } from '../option-values.ts';
import { refuseManifest } from '../refuse-manifest.ts';
import { reportOptions } from '../report-options.ts';
import { requireSealedWay } from '../require-sealed-way.ts';
import type { RunEnd } from '../run/await-end.ts';
import { buyRun } from '../run/buy-run.ts';
import { readSetup, type Setup, type SetupOptions } from '../setup.ts';
import {
  checkBeforehand,
  type SubmissionOptions,
  submitManifest,
  withSubmissionOptions,
} from '../submit-manifest.ts';
import { printAll, say } from '../terminal.ts';
import { writeFileWhole } from '../write-file.ts';

interface RunOptions extends SubmissionOptions, SetupOptions {
  readonly workers: number;
  readonly settleTimeout: number;
  readonly reportFormat: ReportFormat;
  readonly out?: string;
  readonly acceptVolatileRedis?: boolean;
}

/** `run`: submits, buys and reports in one go. */
export function addRun(program: Command): void {
  withSubmissionOptions(program.command('run'))
    .summary('submit, buy and report in one go')
    .description(
      'Submits a manifest, buys it with workers of its own, shows how it goes, and prints a report at the end. Interrupted and called again, it goes on where it stopped.',
    )
    .argument('<manifest>', manifestArgument)
    .option('--simulate', 'buy from a simulator, with dummy credentials: nothing real is touched')
    .option('--workers <n>', 'worker processes', wholeNumber(1), 1)
    .option(
      '--settle-timeout <s>',
      'seconds that purchases in doubt are looked up at the end',
      wholeNumber(0),
      120,
    )
    .addOption(
      new Option('--report-format <format>', 'how to write the report')
        .choices(reportFormats)
        .default('table'),
    )
    .option('--out <file>', 'write the report to a file')
    .option('--accept-volatile-redis', 'buy although a crash of this Redis may lose what was bought')
    .addHelpText(
      'after',
      examples(
        'tcbatch run domains.csv --simulate',
        'tcbatch run domains.csv --yes --workers 2 --report-format csv --out july.csv',
      ),
    )
    .action(async (location: string, options: RunOptions) => {
      const setup = readSetup(options);
      await checkBeforehand(options, setup);
      await withManifest(location, options, setup, async (manifest) => {
        if (!manifest.survey.ok) return refuseManifest(manifest.survey, { json: false });
        process.exitCode = await withLedger(
          setup.config,
          (ledger) => runWhole(ledger, manifest, options, setup),
          // Its workers outlast a Redis that is away for a while, and so does who watches them.
          { role: 'worker' },
        );
      });
    });
}

async function runWhole(
  ledger: OpenLedger,
  manifest: SurveyedManifest,
  options: RunOptions,
  setup: Setup,
): Promise<number> {
  const isAccepted = options.acceptVolatileRedis ?? false;
  // Before anything is queued: the workers would refuse it, and leave a run that nobody works.
  requireSealedWay(setup);
  requireDurable(setup, await readDurability(ledger.redis), { isAccepted });
  const { run } = await submitManifest(ledger, manifest, options, setup);
  const record = await knownRun(ledger, run);
  const end = await buyRun(ledger, record, setup, {
    simulate: options.simulate ?? false,
    workers: options.workers,
    settleTimeoutMs: options.settleTimeout * 1000,
    workerArguments: isAccepted ? ['--accept-volatile-redis'] : [],
  });
  await writeRunReport(ledger, record, options);
  return exitCodeAfter(end, exitCodeFor((await readStatusOf(ledger, record)).status));
}

/** The summary and what needs a look; every purchase in a format for machines. */
async function writeRunReport(
  ledger: OpenLedger,
  record: RunRecord,
  { reportFormat: format, out }: RunOptions,
): Promise<void> {
  const isTable = format === 'table';
  const pieces = writeReport(ledger, record, {
    ...reportOptions({ format, ...(out === undefined ? {} : { out }) }),
    states: isTable ? ['failed', 'in-doubt', 'cancelled'] : [],
    withOpenFollowUps: isTable,
  });
  if (out === undefined) return printAll(pieces);
  await writeFileWhole(out, pieces);
  say(`The report of run ${record.run} is in ${out}.`);
}

function exitCodeAfter(end: RunEnd, reported: number): number {
  if (end === 'interrupted') return exitCodes.interrupted;
  return end === 'workers-failed' ? exitCodes.unexpected : reported;
}
