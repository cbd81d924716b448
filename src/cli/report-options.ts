import { type Command, Option } from 'commander';
import { type ReportFormat, type ReportOptions, reportFormats } from '../report/write-report.ts';
import { type PurchaseState, purchaseStates } from '../shared/outcome.ts';
import { many, oneOfMany } from './option-values.ts';
import { mayPaint } from './terminal.ts';

/** Which lines of a report are wanted, and where they go. */
export interface ReportChoice {
  readonly format: ReportFormat;
  readonly state?: readonly PurchaseState[];
  readonly code?: readonly string[];
  readonly out?: string;
}

/** Adds the options of `report`. */
export function withReportOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how to write it').choices(reportFormats).default('table'))
    .option(
      '--state <state>',
      `only purchases in this state; may be repeated: ${purchaseStates.join(', ')}`,
      oneOfMany(purchaseStates),
    )
    .option('--code <code>', 'only purchases with this error code; may be repeated', many)
    .option('--out <file>', 'write to a file, which appears once it is whole');
}

/** What the report's writer has to know. A file gets neither colours nor a screen's width. */
export function reportOptions({ format, state = [], code = [], out }: ReportChoice): ReportOptions {
  const { stdout } = process;
  const isFile = out !== undefined;
  return {
    format,
    states: state,
    codes: code,
    isColor: !isFile && mayPaint(stdout),
    screenWidth: isFile || !stdout.isTTY ? null : stdout.columns,
  };
}
