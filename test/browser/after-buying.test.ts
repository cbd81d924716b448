import { beforeAll, expect, it } from 'vitest';
import { checkLooks } from './check-looks.ts';
import { describeSite } from './describe-site.ts';
import { spreadsheet } from './manifests.ts';

/** What is bought here meanwhile expires in a month. */
const soonDays = '20';
const stock = [
  ...['--plans', '9', '--instances', '3', '--expiring', '0.34'],
  ...['--expiring-within-days', soonDays],
];

describeSite(
  'what comes after buying',
  (ground) => {
    beforeAll(() => ground().startWorker());

    it('shows of each site what its owner is to be told', async () => {
      const run = await ground().submit(
        spreadsheet([
          ['Action', 'PlanType', 'ZoneName', 'ZoneType'],
          ['CreatePlan', 'basic', 'aster.example', 'full'],
          ['CreatePlan', 'basic', 'birch.example', 'partial'],
        ]),
        'name=Two%20sites',
      );
      const tab = await ground().open({ as: 'full', name: 'Ada' });
      await tab.go(`/runs/${run}`);
      const card = tab.page.getByRole('region', { name: 'After the purchases' });
      await card.getByText('2 of 2 follow-ups succeeded').waitFor();
      const table = tab.page.getByRole('region', { name: 'Purchases' });
      await expect.poll(() => table.getByText(/CreateZone.*succeeded.*zone-/s).count()).toBeGreaterThan(0);
      await tab.button('History of row 1').click();
      const history = tab.page.getByRole('dialog');
      await history.getByText('Then: CreateZone').waitFor();
      const facts = await history.innerText();
      expect(facts).toMatch(/State\s+succeeded/);
      expect(facts).toMatch(/Site\s+zone-/);
      expect(facts).toMatch(/Name servers\s+\S+\n\S+/);
      await tab.close();
    });

    it('lists what expires, and renews it as any manifest is bought', async () => {
      const tab = await ground().open({ as: 'full', name: 'Ada' });
      await tab.page.getByRole('link', { name: 'Expiring' }).click();
      await tab.page.getByLabel('Days from now').fill(soonDays);
      await tab.button('Look').click();
      await tab.sees('4 to renew within 20 days');
      await checkLooks(tab, 'expiring');
      const cells = await tab.page.getByRole('row').nth(1).innerText();
      expect(cells).toMatch(/1\s+edgeone-\w+\s.*no\s.*RenewPlan, 1 month/s);
      const saved = await tab.download(tab.page.getByRole('link', { name: 'Manifest as CSV' }));
      expect(saved.split('\n')[0]).toContain('IfExpiresBefore');

      await tab.button('Plan the renewal of all').click();
      await tab.sees('expiring-20d.jsonl would make 4 purchases');
      await tab.page.getByLabel('Number of purchases').fill('4');
      await tab.button('Buy 4 purchases').click();
      await tab.sees('All 4 purchases were made');
      await tab.go('/expiring');
      await tab.page.getByLabel('Days from now').fill(soonDays);
      await tab.button('Look').click();
      await tab.sees('Nothing to renew within 20 days');
      await tab.close();
    });

    it('pays an order that a run left, once its plan is agreed to', async () => {
      await ground().setBalance(100);
      const run = await ground().submit(
        spreadsheet([
          ['Action', 'PlanType', 'Reference'],
          ['CreatePlan', 'basic', 'C-1'],
        ]),
        'name=Out%20of%20money',
      );
      const tab = await ground().open({ as: 'full', name: 'Ada' });
      await tab.go(`/runs/${run}`);
      const choice = tab.page.getByRole('checkbox', { name: /Choose order \d+/ });
      await tab.sees('Left to be paid: 1');
      await tab.button('Look again').click();
      await choice.check();
      await checkLooks(tab, 'run-unpaid');
      await ground().setBalance(5_000);
      await tab.button('Pay 1 order…').click();
      const question = tab.page.getByRole('dialog');
      await question.getByText('To be paid').waitFor();
      expect(await question.innerText()).toMatch(/To be paid\s+50\.00 USD\s+Balance\s+50\.00 on account/);
      await checkLooks(tab, 'run-paying');
      await question.getByLabel('Number of orders').fill('2');
      await tab.button('Pay 50.00 USD').click();
      expect(await ground().ask(`/api/runs/${run}`), 'what was mistyped pays nothing').toMatchObject({
        counts: { failed: 1 },
      });
      await question.getByLabel('Number of orders').fill('1');
      await tab.button('Pay 50.00 USD').click();
      await tab.page.getByText('paid, the purchase succeeded').waitFor();
      await tab.sees('The purchase was made');
      const [first] = await tab.page.getByRole('heading').allInnerTexts();
      expect(first, 'what is gone leaves the others in their order').toContain('Out of money');
      const looker = await ground().open({ as: 'read' });
      await looker.go(`/runs/${run}`);
      await looker.sees('The purchase was made');
      await looker.page.getByText('Ada pay order').waitFor();
    });
  },
  { simulate: stock },
);
