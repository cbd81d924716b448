import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './demo-stage.mjs';

/** Of every ten answers one is lost, after the call was executed. */
const faults = ['RenewPlan', 'RenewInstance'].map((action) => ({
  action,
  match: { every: 10 },
  fault: { kind: 'drop-after' },
}));

/** A plan for a customer who came meanwhile, with the site that it serves. */
const newcomer =
  'Action,PlanType,ZoneName,ZoneType,#Customer\nCreatePlan,basic,fern-florist.example,full,Fern Florist\n';

/**
 * A month of renewals: what expires soon is listed, renewed once, and found renewed when all is done again. At its end a
 * new customer's plan is bought and made usable.
 */
export async function renewals({ run, read, failed, isInterrupted, folder, startSimulator }) {
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
  const newcomers = join(folder, 'newcomers.csv');
  writeFileSync(newcomers, newcomer);

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
    ['A new customer: the plan is bought, and its site put on it', 'run', newcomers, '--yes'],
  ];
  for (const [i, [title, ...values]] of steps.entries()) {
    say(`\n${i + 1}. ${title}:\n   tcbatch ${values.join(' ').replaceAll(`${folder}/`, '')}\n`);
    const exitCode = await run(...values);
    if (exitCode !== 0 || isInterrupted()) return failed(exitCode);
  }
  const [newest] = JSON.parse(await read('runs', '--json'));
  say(`\n6. The name servers to hand to the customer:\n   tcbatch report ${newest.run}\n`);
  const told = await run('report', newest.run);
  if (told !== 0 || isInterrupted()) return failed(told);
  say('\nEach was renewed once, though answers were lost and the file was submitted twice.');
  return 0;
}
