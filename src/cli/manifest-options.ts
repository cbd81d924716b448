import { type Command, Option } from 'commander';
import type { CheckOptions } from '../producer/manifest/check-manifest.ts';
import type { ManifestSource } from '../producer/manifest/manifest-source.ts';
import { manifestFormats } from '../producer/manifest/manifest-source.ts';
import { openManifest } from '../producer/manifest/open-manifest.ts';
import { type Survey, surveyManifest } from '../producer/survey-manifest.ts';
import { wholeNumber } from './option-values.ts';
import type { Setup } from './setup.ts';

/** Options of every command that reads a manifest. */
export interface ManifestOptions {
  readonly action?: string;
  readonly account?: string;
  readonly format?: string;
  readonly maxPurchases?: number;
}

/** A manifest that can be read, and how it is to be checked. */
export interface OpenedManifest {
  readonly source: ManifestSource;
  readonly checkOptions: CheckOptions;
}

/** A manifest that was read from end to end, and can be read again. */
export interface SurveyedManifest extends OpenedManifest {
  readonly survey: Survey;
}

/** What the help says of the argument MANIFEST. */
export const manifestArgument = 'a CSV, JSON or JSONL file, or - for standard input (with --format)';

/** Adds the options of a command that reads a manifest. */
export function withManifestOptions(command: Command): Command {
  return command
    .option('--action <name>', 'what rows buy that name no action themselves')
    .option('--account <name>', 'who pays for rows that name no account')
    .addOption(
      new Option('--format <format>', 'format of the manifest, where its name does not tell').choices(
        manifestFormats,
      ),
    )
    .option('--max-purchases <n>', 'refuse a larger manifest', wholeNumber(1));
}

/** Opens and surveys a manifest, lends it to `body`, and removes what was kept of it. */
export async function withManifest<Value>(
  location: string,
  options: ManifestOptions,
  setup: Setup,
  body: (manifest: SurveyedManifest) => Promise<Value>,
): Promise<Value> {
  return withOpenManifest(location, options, setup, async ({ source, checkOptions }) =>
    body({ source, checkOptions, survey: await surveyManifest(source, checkOptions) }),
  );
}

/** Opens a manifest, lends it to `body`, and removes what was kept of it. */
export async function withOpenManifest<Value>(
  location: string,
  { action, account, format, maxPurchases }: ManifestOptions,
  { config, accounts }: Setup,
  body: (manifest: OpenedManifest) => Promise<Value>,
): Promise<Value> {
  const source = await openManifest(location, { format, input: process.stdin });
  try {
    const checkOptions = {
      action,
      account,
      accounts: [...accounts.keys()],
      maxPurchases: maxPurchases ?? config.maxPurchases ?? undefined,
    };
    return await body({ source, checkOptions });
  } finally {
    await source.close();
  }
}
