import { type Command, Option } from 'commander';
import { findRenewals, type RenewalAction, renewalActions } from '../../producer/expiring/find-renewals.ts';
import { requirePeriod } from '../../producer/expiring/require-period.ts';
import { writeRenewals } from '../../producer/expiring/write-renewals.ts';
import { type ManifestFormat, manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { spoolManifest } from '../../producer/manifest/spool-manifest.ts';
import { examples } from '../examples.ts';
import { expiringLines } from '../expiring/expiring-text.ts';
import { knownAccount } from '../known-account.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedger } from '../open-ledger.ts';
import { oneOfMany, timeSpan, wholeNumber } from '../option-values.ts';
import { readSetup } from '../setup.ts';
import { printAll, say } from '../terminal.ts';
import { writeFileWhole } from '../write-file.ts';

interface ExpiringOptions {
  readonly within: string;
  readonly action?: readonly RenewalAction[];
  readonly account?: string;
  readonly period: number;
  readonly format: ManifestFormat;
  readonly out?: string;
  readonly includeAutoRenewed?: boolean;
  readonly includeIsolated?: boolean;
}

/** `expiring`: what expires soon, as a manifest that renews it. */
export function addExpiring(program: Command): void {
  program
    .command('expiring')
    .summary('list what expires soon, as a manifest that renews it')
    .description(
      'Lists the plans and instances that expire soon, as a manifest that renews each of them once. What renews itself is left out, and so is what cannot be renewed. Looks, and changes nothing.',
    )
    .requiredOption('--within <span>', 'how soon: hours, days or weeks, as in 12h, 30d, 6w', readSpan)
    .option(
      '--action <name>',
      `only these; may be repeated: ${renewalActions.join(', ')}`,
      oneOfMany(renewalActions),
    )
    .option('--account <name>', 'of which configured account; its rows name it')
    .option('--period <n>', 'months to renew for', wholeNumber(1), 1)
    .addOption(new Option('--format <format>', 'how to write it').choices(manifestFormats).default('csv'))
    .option('--include-auto-renewed', 'also what renews itself')
    .option('--include-isolated', 'also what is out of service since it expired')
    .option('--out <file>', 'write to a file, which appears once it is whole')
    .addHelpText(
      'after',
      examples(
        'tcbatch expiring --within 30d --out renewals.csv',
        'tcbatch expiring --within 30d --format csv | tcbatch submit - --format csv --yes',
      ),
    )
    .action(listExpiring);
}

async function listExpiring(options: ExpiringOptions): Promise<void> {
  const setup = readSetup();
  const { action: actions = renewalActions, account = null, period, within, format, out } = options;
  if (account !== null) knownAccount(setup, account);
  requirePeriod(actions, period);
  await withLedger(setup.config, (ledger) =>
    withLookRoom(ledger, setup, async (room) => {
      const { provider } = account === null ? room : room.inAccount(account);
      const nowMs = Date.now();
      const { rows, tallies } = findRenewals(provider.look, {
        actions,
        period,
        nowMs,
        untilMs: nowMs + timeSpan(within),
        includeAutoRenewed: options.includeAutoRenewed ?? false,
        includeIsolated: options.includeIsolated ?? false,
      });
      const pieces = writeRenewals(rows, { format, actions, account });
      if (out === undefined) await printWhole(pieces, format);
      else await writeFileWhole(out, pieces);
      for (const line of expiringLines({ tallies, within, period, format, out: out ?? null })) say(line);
    }),
  );
}

function readSpan(text: string): string {
  timeSpan(text);
  return text;
}

/** Prints all of it or nothing: half a list, piped into `submit`, would look like a whole one. */
async function printWhole(pieces: AsyncIterable<string>, format: ManifestFormat): Promise<void> {
  const spooled = await spoolManifest(inBytes(pieces), { name: 'expiring', format });
  try {
    await printAll(spooled.open());
  } finally {
    await spooled.close();
  }
}

async function* inBytes(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
