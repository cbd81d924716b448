// Shows the main job on the bundled example: buys it from the simulator, on a private Redis of its own, and reports.
// `npm run demo -- renewals` shows a month of renewals instead. Needs `npm run build` first; `npm run demo` does it all.
import { fileURLToPath } from 'node:url';
import { renewals } from './demo-renewals.mjs';
import { onStage, say } from './demo-stage.mjs';

const manifest = fileURLToPath(new URL('../examples/onboarding.csv', import.meta.url));
/** `run` ends with 3 when some purchases failed, as the example means them to. */
const someFailed = 3;

const shows = { onboarding, renewals };
const wanted = process.argv[2] ?? 'onboarding';
if (Object.hasOwn(shows, wanted)) process.exitCode = await onStage(shows[wanted]);
else {
  say(`Cannot show ${wanted}: there are ${Object.keys(shows).join(' and ')}.`);
  process.exitCode = 2;
}

async function onboarding({ run, failed, isInterrupted }) {
  say('A company takes on new customers and buys what they need: DNS plans, EdgeOne plans, firewalls.');
  say(`The manifest is examples/onboarding.csv; some of its rows are wrong on purpose.\n`);
  say('1. Check it, without buying anything: tcbatch validate examples/onboarding.csv');
  const checked = await run('validate', manifest);
  if (checked !== 0 || isInterrupted()) return failed(checked);

  say('\n2. Buy it from the simulator, with two workers, at 20 calls a second for each action:');
  say('   tcbatch run examples/onboarding.csv --simulate --workers 2 --yes\n');
  const exitCode = await run('run', manifest, '--simulate', '--workers', '2', '--yes');
  if (exitCode !== someFailed || isInterrupted()) return failed(exitCode);

  say(
    '\nThat was the report. The rows that failed are the ones meant to fail, so `run` ended with exit code 3:',
  );
  say('"finished, some purchases failed". Everything else was bought once, and once only.');
  return 0;
}
