import type { Command } from 'commander';
import { type Submitted, submitRun } from '../producer/submit-run.ts';
import { readStatus } from '../report/read-status.ts';
import { inDigits, inPurchases } from '../report/text/words.ts';
import { parseLabels } from '../shared/labels.ts';
import { setStopBelow } from '../shared/ledger/runs.ts';
import { parseStartTime } from '../shared/start-time.ts';
import { inSpan } from '../shared/tracing/tracing.ts';
import { type Consent, confirm, requireConsentIsPossible } from './confirm.ts';
import { knownAccount } from './known-account.ts';
import { makePlan } from './make-plan.ts';
import { type ManifestOptions, type SurveyedManifest, withManifestOptions } from './manifest-options.ts';
import type { OpenLedger } from './open-ledger.ts';
import { amountOfMoney, many } from './option-values.ts';
import { payingCredentials } from './paying-credentials.ts';
import type { Setup } from './setup.ts';
import { showPlan } from './show-plan.ts';
import { isInteractive, say } from './terminal.ts';

/** Options of a command that submits. */
export interface SubmissionOptions extends ManifestOptions, Consent {
  readonly name?: string;
  readonly label?: readonly string[];
  /** When it is to start; only of `submit`. */
  readonly at?: string;
  readonly again?: boolean;
  /** In hundredths of the account's currency. */
  readonly stopBelow?: number;
  readonly precheck?: boolean;
}

/** Adds the options of a command that submits. */
export function withSubmissionOptions(command: Command): Command {
  return withManifestOptions(command)
    .option('--name <name>', 'a name for the run, shown in every list')
    .option('--label <key=value>', 'a label for the run, to find it by; may be repeated', many)
    .option('-y, --yes', 'do not ask')
    .option('--plan <hash>', 'submit exactly the plan that `tcbatch plan` showed, or nothing')
    .option('--again', 'buy a manifest again that was bought before')
    .option('--no-precheck', 'buy without looking first which domains have their plan already')
    .option(
      '--stop-below <amount>',
      "hold the run's actions once the balance falls below this, in the account's currency",
      amountOfMoney,
    );
}

/** Refuses what is wrong with the options, or half a credential, before a long manifest is read. */
export async function checkBeforehand(
  { label = [], at }: SubmissionOptions,
  { accounts }: Setup,
): Promise<void> {
  parseLabels(label);
  if (at !== undefined) parseStartTime(at, Date.now());
  const [first, ...others] = accounts.values();
  // Who pays for the rows, where there are several, is known when they are read.
  if (first && others.length === 0) await payingCredentials(first);
}

/** Plans a manifest without problems, asks, and queues it. What is said goes to standard error. */
export async function submitManifest(
  ledger: OpenLedger,
  manifest: SurveyedManifest,
  options: SubmissionOptions,
  setup: Setup,
): Promise<Submitted> {
  const { source, survey, checkOptions } = manifest;
  const labels = parseLabels(options.label ?? []);
  const startsAtMs = options.at === undefined ? null : parseStartTime(options.at, Date.now());
  const paying = new Set(survey.lines.map(({ account }) => account));
  for (const account of paying) await payingCredentials(knownAccount(setup, account));
  requireConsentIsPossible(options);
  const again = options.again ?? false;
  const plan = await makePlan(ledger, manifest, { config: setup.config, again });
  const stopBelowCents = options.stopBelow ?? null;
  const precheck = options.precheck ?? true;
  await showPlan(ledger, setup, {
    plan,
    skippables: survey.skippables,
    isAgreed: options.plan === undefined || options.plan === plan.hash,
    precheck,
    stopBelowCents,
  });
  const when = startsAtMs === null ? '' : ` from ${new Date(startsAtMs).toISOString()} on`;
  if (!plan.existing) await confirm(`Buy ${inPurchases(plan.total)}${when}?`, options);

  const submitted = await inSpan(submitSpan, () =>
    submitRun(ledger, source, survey, {
      ...checkOptions,
      name: options.name ?? null,
      labels,
      startsAtMs,
      stopBelowCents,
      precheck,
      again,
      // What was agreed to, or nothing: somebody may have bought it again while it was thought about.
      plan: options.plan ?? plan.hash,
      onAdmitted:
        isInteractive && survey.total > manyPurchases
          ? (count) => sayAdmitted(count, survey.total)
          : () => {},
    }),
  );
  if (submitted.existing && stopBelowCents !== null)
    await setStopBelow(ledger, submitted.run, stopBelowCents);
  if (submitted.existing) await sayExisting(ledger, submitted.run);
  else if (startsAtMs !== null) sayScheduled(submitted.run, startsAtMs);
  return submitted;
}

const submitSpan = { name: 'submit', kind: 'internal', attributes: {} } as const;

/** Below this, queueing is over before a person could read about it. */
const manyPurchases = 10_000;

function sayAdmitted(count: number, total: number): void {
  process.stderr.write(`\rQueued ${inDigits(count)} of ${inDigits(total)}${count === total ? '\n' : ''}`);
}

function sayScheduled(run: string, startsAtMs: number): void {
  const startsAt = new Date(startsAtMs).toISOString();
  say(
    `Run ${run} starts at ${startsAt}, as soon as a worker is there; \`tcbatch resume ${run}\` starts it now.`,
  );
}

async function sayExisting(ledger: OpenLedger, run: string): Promise<void> {
  const status = await readStatus(ledger, run);
  const name = status?.name ? ` "${status.name}"` : '';
  const starts = status?.startsAt ? `, to start at ${status.startsAt}` : '';
  say(
    `This manifest was submitted before, at ${status?.submittedAt}: it is run ${run}${name}, now ${status?.state}${starts}. ` +
      'Nothing was added; --again buys it again.',
  );
}
