import { describe, expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import type { Ground } from './ground.ts';
import { packages, plans } from './manifests.ts';
import type { Tab } from './tab.ts';

interface Standing {
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

describeSite('a person at the run page', (ground) => {
  const standing = (run: string) => ground().ask<Standing>(`/api/runs/${run}`);
  const watch = async (run: string, name?: string): Promise<Tab> => {
    const tab = await ground().open({ as: 'full', ...(name === undefined ? {} : { name }) });
    await tab.go(`/runs/${run}`);
    return tab;
  };

  describe('before a worker is there', () => {
    it('is told that none is', async () => {
      const tab = await watch(await ground().submit(packages('nobody', 2)));
      await tab.page.getByText('No worker takes CreatePackageOrder.').waitFor();
    });

    it('pauses a run, resumes it, and cancels what is left', async () => {
      const run = await ground().submit(packages('paused', 20));
      const tab = await watch(run, 'Ada');
      await tab.button('Pause').click();
      await tab.button('Resume').waitFor();
      expect(await standing(run)).toMatchObject({ state: 'paused' });
      await tab.button('Resume').click();
      await tab.button('Pause').waitFor();
      expect(await standing(run)).toMatchObject({ state: 'running' });

      await tab.button('Cancel the rest').click();
      await tab.button('Leave it').click();
      await tab.button('Cancel the rest').click();
      await tab.button('Cancel 20 purchases').click();
      await tab.sees('0 of 20 purchases were made');
      expect(await standing(run)).toMatchObject({ state: 'cancelled', counts: { cancelled: 20 } });
      const deeds = tab.page.getByRole('region', { name: 'Who did what' });
      await deeds.getByText('web:127.0.0.1 Ada').first().waitFor();
      await expect
        .poll(() => deeds.innerText(), { timeout: 20_000 })
        .toMatch(/cancel[\s\S]*resume[\s\S]*pause/);
    });

    it('finds rows of a run by text, state and page', async () => {
      const run = await ground().submit(packages('found', 60));
      const tab = await watch(run);
      const rows = tab.page.getByRole('region', { name: 'Purchases' }).getByRole('rowheader');
      await rows.getByText('25', { exact: true }).waitFor();
      await tab.button('Later rows').click();
      await rows.getByText('26', { exact: true }).waitFor();
      await tab.button('Later rows').click();
      await rows.getByText('60', { exact: true }).waitFor();
      expect(await rows.allInnerTexts()).toEqual(Array.from({ length: 10 }, (_, i) => `${51 + i}`));
      expect(await tab.button('Later rows').isDisabled()).toBe(true);

      await tab.page.getByRole('searchbox').fill('FOUND-42.example');
      await tab.page.getByRole('searchbox').press('Enter');
      await rows.getByText('42', { exact: true }).waitFor();
      expect(await rows.allInnerTexts()).toEqual(['42']);
      await tab.page.getByLabel('State').selectOption('failed');
      await tab.button('Show').first().click();
      await tab.page.getByText('No purchase fits.').waitFor();
      await tab.button('Show all').click();
      await rows.getByText('25', { exact: true }).waitFor();
    });
  });

  describe('while a worker buys', () => {
    it('holds a line and releases it', async () => {
      await ground().startWorker();
      const run = await ground().submit(packages('held', 60));
      const actions = await ground().open({ as: 'full' });
      await actions.go('/actions');
      await actions.button('Hold CreatePackageOrder').click();
      await actions.page.getByLabel('Why').fill('budget');
      await actions.page.getByRole('dialog').getByRole('button', { name: 'Hold' }).click();
      await actions.page.getByText('CreatePackageOrder is held').waitFor();

      const tab = await watch(run);
      await tab.page.getByText('budget').first().waitFor();
      expect(await standing(run)).toMatchObject({ state: 'held' });
      await tab.button('Release CreatePackageOrder').click();
      await tab.sees('All 60 purchases were made');
    });

    it('sets how fast a line goes', async () => {
      const tab = await ground().open({ as: 'full' });
      await tab.go('/actions');
      await tab.button('Rate of CreatePlan').click();
      await tab.page.getByRole('spinbutton').fill('12.5');
      await tab.button('Set the rate').click();
      await tab.page.getByText('calls a second of at most 12.5, set by hand').waitFor();
      await tab.button('Rate of CreatePlan').click();
      await tab.page.getByRole('spinbutton').fill('');
      await tab.button('Set the rate').click();
      await tab.page.getByText('set by hand').waitFor({ state: 'detached' });
    });

    it('retries what failed with a code, once its cause is gone', async () => {
      const code = 'FailedOperation.DomainIsLocked';
      await ground().setFaults([
        { action: 'CreatePackageOrder', match: { times: 3 }, fault: { kind: 'code', code } },
      ]);
      const run = await ground().submit(packages('retried', 8));
      const tab = await watch(run);
      await tab.sees('5 of 8 purchases were made');
      await tab.button(`Show purchases with ${code}`).click();
      const purchases = tab.page.getByRole('region', { name: 'Purchases' });
      await purchases.getByText('3 fit').waitFor();
      await tab.button(`Retry ${code}`).click();
      await tab.page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click();
      await tab.sees('All 8 purchases were made');
      expect((await ground().executed()).filter(isFor('retried'))).toHaveLength(8);
    });

    it('settles doubts that no look can prove, with either button', async () => {
      await ground().setFaults([
        { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } },
        { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
      ]);
      const run = await ground().submit(plans('doubted', 2));
      const tab = await watch(run, 'Ada');
      await tab.sees('In doubt: 2');
      await tab.button('Look them up now').click();
      await tab.page
        .getByText(/1 new plan/)
        .first()
        .waitFor();

      await tab.button('It was bought: row 1').click();
      await tab.page.getByLabel('Order id').fill('20261122-seen-in-console');
      await tab.page.getByRole('dialog').getByRole('button', { name: 'It was bought' }).click();
      await tab.sees('In doubt: 1');
      await tab.button('It was not bought: row 2').click();
      await tab.page.getByRole('dialog').getByRole('button', { name: 'It was not bought' }).click();
      await tab.page.getByRole('region', { name: 'In doubt' }).waitFor({ state: 'detached' });
      await tab.sees('1 of 2 purchases were made');
      expect(await standing(run)).toMatchObject({ counts: { succeeded: 1, failed: 1, 'in-doubt': 0 } });

      await tab.button('History of row 1').click();
      const history = tab.page.getByRole('dialog');
      await history.getByText('20261122-seen-in-console').first().waitFor();
      const told = await history.innerText();
      expect(told).toMatch(/queued → sending[\s\S]*sending → in doubt[\s\S]*in doubt → succeeded/);
      expect(told).toContain('by person');
      expect(told).toContain('web:127.0.0.1 Ada');
    });
  });
});

function isFor(name: string): (purchase: Awaited<ReturnType<Ground['executed']>>[number]) => boolean {
  return ({ params }) => String(params.Domain).startsWith(`${name}-`);
}
