import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { spreadsheet } from './manifests.ts';
import { phone, type Tab } from './tab.ts';

const size = { width: 1280, height: 800 };
/** Long enough that the picture of the rate has something to show. */
const settledBefore = 2_200;

const customers = [
  'Aster Books',
  'Birch & Bloom',
  'Cobalt Cycles',
  'Dune Travel',
  'Elm Street Dental',
  'Fjord Foods',
];

/** A DNS package and an EdgeOne plan for each of many customers; the provider does not know every domain. */
const renewals = spreadsheet([
  ['Action', 'Reference', '#Customer', 'Domain', 'Grade', 'PlanType', 'PrepaidPlanParam.Period'],
  ...Array.from({ length: 1_400 }, (_, i) => {
    const customer = customers[i % customers.length] ?? '';
    const name = `${customer.toLowerCase().replaceAll(/\W+/g, '-')}-${i + 1}.example`;
    return [
      [
        'CreatePackageOrder',
        `C${1001 + i}-dns`,
        customer,
        i % 45 === 20 ? `missing-${name}` : name,
        'DPG_PROFESSIONAL',
        '',
        '',
      ],
      ['CreatePlan', `C${1001 + i}-edge`, customer, '', '', 'basic', '12'],
    ];
  }).flat(),
]);

const mistyped = spreadsheet([
  ['Action', 'Domain', 'Grade', 'Reference', '#Customer'],
  ['CreatePackageOrder', 'aster-books.example', 'DPG_PROFESIONAL', 'C1001', 'Aster Books'],
  ['CreatePackageOrder', 'birch and bloom.example', 'DPG_PROFESSIONAL', 'C1002', 'Birch & Bloom'],
  ['CreatePackageOrdr', 'cobalt-cycles.example', 'DPG_ULTIMATE', 'C1003', 'Cobalt Cycles'],
  ['CreatePackageOrder', 'dune-travel.example', 'DPG_ENTERPRISE', 'C1001', 'Dune Travel'],
]);

const lost = [
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } },
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
] as const;

function takePicture({ page }: Tab, name: string): Promise<unknown> {
  return page.screenshot({ path: `docs/screenshots/${name}.png` });
}

describeSite('the pictures of docs/screenshots', (ground) => {
  it('are taken', async () => {
    const visitor = await ground().open({ viewport: size });
    await visitor.go('/login');
    await takePicture(visitor, 'login');

    const tab = await ground().open({ viewport: size, as: 'full', name: 'Ada' });
    await tab.go('/doctor');
    await tab.sees('durability');
    await takePicture(tab, 'doctor');
    await tab.go('/upload');
    await tab.choose('customers.csv', mistyped);
    await tab.sees('4 problems in customers.csv');
    await takePicture(tab, 'upload-problems');
    await tab.go('/upload');
    const example = await readFile('examples/onboarding.csv', 'utf8');
    await tab.choose('onboarding.csv', example);
    await tab.page.getByText('aster-books.example').waitFor();
    await takePicture(tab, 'upload-plan');

    await ground().startWorker();
    await ground().setFaults(lost);
    const finished = await ground().submit(example, 'name=June%20onboarding');
    await tab.go(`/runs/${finished}`);
    await tab.sees('of 144 purchases were made');
    await takePicture(tab, 'run-outcome');

    const run = await ground().submit(renewals, 'name=July%20renewals');
    const onPhone = await ground().open({ viewport: phone, as: 'full', name: 'Ada' });
    const lines = await ground().open({ viewport: size, as: 'full', name: 'Ada' });
    await Promise.all([tab.go(`/runs/${run}`), onPhone.go(`/runs/${run}`), lines.go('/actions')]);
    const isFarEnough = async () => {
      const { counts } = await ground().ask<{ counts: { succeeded: number } }>(`/api/runs/${run}`);
      return counts.succeeded > settledBefore;
    };
    await expect.poll(isFarEnough, { timeout: 120_000, interval: 500 }).toBe(true);
    await takePicture(tab, 'run');
    await takePicture(onPhone, 'run-phone');
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    await takePicture(tab, 'run-dark');
    await takePicture(lines, 'actions');
    await lines.go('/runs');
    await lines.page.getByRole('link', { name: 'June onboarding' }).waitFor();
    await takePicture(lines, 'runs');
  });
});

describeSite(
  'the picture of a month of renewals',
  (ground) => {
    it('is taken', async () => {
      const tab = await ground().open({ viewport: size, as: 'full', name: 'Ada' });
      await tab.go('/expiring');
      await tab.button('Look').click();
      await tab.sees('62 to renew within 30 days');
      await takePicture(tab, 'expiring');
    });
  },
  { simulate: ['--plans', '90', '--instances', '90', '--expiring', '0.34'] },
);
