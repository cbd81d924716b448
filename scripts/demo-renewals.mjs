import { join } from 'node:path';
import { say } from './demo-stage.mjs';

/** Of every ten answers one is lost, after the call was executed. */
const faults = ['RenewPlan', 'RenewInstance'].map((action) => ({
  action,
  match: { every: 10 },
  fault: { kind: 'drop-after' },
}));

/** A month of renewals: what expires soon is listed, renewed once, and found renewed when all is done again. */
export async function renewals({ run, failed, isInterrupted, folder, startSimulator }) {
  say('A company holds 90 EdgeOne plans and 90 firewalls; a third of each expires within 30 days.');
  say('A simulator stands in for the account, and loses one answer in ten.\n');
  await startSimulator(
    '--plans',
    '90',
    '--instances',
    '90',
    '--expiring',
    '0.34',
    '--balance',
    '5000000',
    '--faults',
    JSON.stringify(faults),
  );
  const file = join(folder, 'renewals.csv');

  const steps = [
    ['What expires soon, as a manifest that renews it', 'expiring', '--within', '30d', '--out', file],
    ['Renew it', 'run', file, '--yes', '--workers', '2', '--stop-below', '1000'],
    ['What is left for this month', 'expiring', '--within', '30d'],
    [
      'And the same file once more, on purpose: each is looked at first, and passed over',
      'run',
      file,
      '--again',
      '--yes',
    ],
  ];
  for (const [i, [title, ...values]] of steps.entries()) {
    say(`\n${i + 1}. ${title}:\n   tcbatch ${values.join(' ').replaceAll(`${folder}/`, '')}\n`);
    const exitCode = await run(...values);
    if (exitCode !== 0 || isInterrupted()) return failed(exitCode);
  }
  say('\nEach was renewed once, though answers were lost and the file was submitted twice.');
  return 0;
}
