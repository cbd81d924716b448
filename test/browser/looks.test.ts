import { readFile } from 'node:fs/promises';
import { beforeAll, describe, it } from 'vitest';
import { checkLooks } from './check-looks.ts';
import { describeSite } from './describe-site.ts';
import { packages, spreadsheet } from './manifests.ts';
import type { Tab } from './tab.ts';

const mistyped = spreadsheet([
  ['Action', 'Domain', 'Grade', 'Reference', '#Customer'],
  ['CreatePackageOrder', 'aster.example', 'DPG_PROFESIONAL', 'C1', 'Aster Books'],
  ['CreatePackageOrder', 'beech example', 'DPG_PROFESSIONAL', 'C2', 'Beech & Sons'],
  ['CreatePackageOrdr', 'cedar.example', 'DPG_PROFESSIONAL', 'C3', 'Cedar'],
  ['CreatePackageOrder', '', 'DPG_PROFESSIONAL', 'C1', 'Dill'],
]);

/** Two lost answers of three: which of the purchases was made, no look can tell. */
const losing = [
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } },
  { action: 'CreatePlan', match: { times: 2 }, fault: { kind: 'drop-after' } },
] as const;

const longName = `Renewals of a customer whose name is far longer than expected ${'and-never-breaks'.repeat(6)}`;

// In this order, as a site looks when nothing was ever bought, and later on.
describeSite('the site is accessible and fits every screen', (ground) => {
  let tab: Tab;
  const page = () => tab.page;
  const looks = (state: string, reach: () => Promise<unknown>) =>
    it(state, async () => {
      await reach();
      await checkLooks(tab, state.replaceAll(/\W+/g, '-'));
    });
  beforeAll(async () => {
    tab = await ground().open({ as: 'full', name: 'Ada' });
  });

  describe('before anything is bought', () => {
    looks('runs, none', async () => {
      await tab.go('/runs');
      await tab.sees('No runs yet');
    });
    looks('runs, loading', async () => {
      await page().route('**/api/runs', () => {});
      await tab.go('/runs');
      await page().getByText('Loading').waitFor();
    });
    looks('runs, server away', async () => {
      tab.expectComplaint(/ERR_FAILED/);
      await page().unroute('**/api/runs');
      await page().route('**/api/runs', (route) => route.abort());
      await tab.go('/runs');
      await page().getByRole('alert').waitFor();
      await page().unroute('**/api/runs');
    });
    looks('upload', async () => {
      await tab.go('/upload');
      await page().getByRole('link', { name: 'CreatePlan as CSV' }).waitFor();
    });
    looks('upload, on its way', async () => {
      await page().route('**/api/uploads', () => {});
      await page().getByLabel('Choose a file').setInputFiles('examples/onboarding.csv');
      await tab.sees('Checking onboarding.csv');
    });
    looks('upload, with problems', async () => {
      await tab.button('Stop').click();
      await page().unroute('**/api/uploads');
      await tab.choose('customers.csv', mistyped);
      await tab.sees('5 problems in customers.csv');
    });
    looks('upload, good', async () => {
      await tab.go('/upload');
      await page().getByLabel('Choose a file').setInputFiles('examples/onboarding.csv');
      await tab.sees(/would make 144 purchases/);
      await page().getByText('aster-books.example').waitFor();
    });
    looks('actions, idle', async () => {
      await tab.go('/actions');
      await tab.sees(/^CreatePlan/);
    });
    looks('actions, rate', () => tab.button('Rate of CreatePlan').click());
    looks('doctor', async () => {
      await tab.go('/doctor');
      await tab.sees('durability');
    });
  });

  describe('a run', () => {
    looks('run, no worker', async () => {
      await ground().setFaults(losing);
      const example = await readFile('examples/onboarding.csv', 'utf8');
      const run = await ground().submit(example, 'name=July%20onboarding');
      await tab.go(`/runs/${run}`);
      await page().getByText('No worker takes').waitFor();
    });
    looks('run, moving', async () => {
      await ground().startWorker();
      await page()
        .getByRole('region', { name: /In doubt/ })
        .waitFor();
    });
    looks('run, finished with doubts', () => tab.sees(/of 144 purchases were made/));
    looks('run, settling', () =>
      tab
        .button(/It was bought/)
        .first()
        .click(),
    );
    looks('run, history', async () => {
      await tab.button('Leave it').click();
      await tab
        .button(/History of row/)
        .first()
        .click();
      await tab.sees('Steps');
    });
    looks('upload, submitted before', async () => {
      await tab.go('/upload');
      await page().getByLabel('Choose a file').setInputFiles('examples/onboarding.csv');
      await page().getByText('was submitted before.').waitFor();
    });
    looks('upload, bought before', async () => {
      await tab.button('Buy all of it once more').click();
      await page().getByText('that another run bought before').click();
    });
    looks('run, held', async () => {
      const run = await ground().submit(packages('renewal', 2_000), `name=${longName}`);
      await tab.go(`/runs/${run}`);
      await page().getByRole('cell', { name: 'succeeded' }).first().waitFor();
      const reason = 'The account is out of money; Ben tops it up.';
      await ground().post('/api/actions/CreatePackageOrder/hold', { reason });
      await page().getByText('is held').waitFor();
    });
    looks('run, cancelling', () => tab.button('Cancel the rest').click());
    looks('run, paused', async () => {
      await tab.button('Leave it').click();
      await tab.button('Pause').click();
      await tab.button('Resume').waitFor();
    });
    looks('run, nothing found', async () => {
      await page().getByRole('searchbox').fill('nobody');
      await page().getByRole('searchbox').press('Enter');
      await page().getByText('No purchase fits.').waitFor();
    });
    looks('actions, held', async () => {
      await tab.go('/actions');
      await page().getByText('is held').waitFor();
    });
    looks('runs', async () => {
      await tab.go('/runs');
      await page().getByRole('link', { name: 'July onboarding' }).waitFor();
    });
    looks('run, server away', async () => {
      tab.expectComplaint(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/);
      await page().getByRole('link', { name: 'July onboarding' }).click();
      await tab.sees('By action');
      await ground().killServer();
      await page().getByText('Connecting to the server').waitFor();
    });
    looks('run, only looking', async () => {
      await ground().restartServer();
      tab = await ground().open({ as: 'read' });
      await page().getByRole('link', { name: 'July onboarding' }).click();
      await tab.sees('By action');
    });
    looks('login', async () => {
      tab = await ground().open();
      await tab.go('/login');
    });
    looks('login, wrong', async () => {
      tab.expectComplaint(/status of 401/);
      await tab.logIn('wrong');
      await page().getByRole('alert').waitFor();
    });
  });
});
