import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { packages, spreadsheet } from './manifests.ts';
import type { Tab } from './tab.ts';

const mistyped = spreadsheet([
  ['Action', 'Domain', 'Grade'],
  ['CreatePackageOrder', 'one.example', 'DPG_PROFESIONAL'],
  ['CreatePackageOrder', 'two example', 'DPG_PROFESSIONAL'],
]);

describeSite('the upload page', (ground) => {
  const open = async (): Promise<Tab> => {
    const tab = await ground().open({ as: 'full' });
    await tab.go('/upload');
    return tab;
  };

  it('shows what a file that is dropped would buy', async () => {
    const tab = await open();
    const files = await tab.page.evaluateHandle(`(() => {
      const dragged = new DataTransfer();
      dragged.items.add(new File([${JSON.stringify(packages('dropped', 3))}], 'dropped.csv'));
      return dragged;
    })()`);
    await tab.page
      .getByRole('region', { name: 'Drop a manifest here' })
      .dispatchEvent('drop', { dataTransfer: files });
    await tab.sees('dropped.csv would make 3 purchases');
    await tab.page.getByRole('rowheader', { name: '3' }).waitFor();
    expect(await tab.page.getByRole('rowheader').allInnerTexts()).toEqual(['1', '2', '3']);
    expect(await tab.page.getByRole('definition').allInnerTexts()).toContain('AKID…ator (environment)');
    await tab.page.reload();
    await tab.sees('dropped.csv would make 3 purchases');
  });

  it('tells every problem of a file, on the page and in a file', async () => {
    const tab = await open();
    await tab.choose('mistyped.csv', mistyped);
    await tab.sees('2 problems in mistyped.csv');
    const [, first = ''] = await tab.page.getByRole('row').allInnerTexts();
    expect(first).toMatch(/1\s+2\s+Grade\s+Grade must be one of .*: got DPG_PROFESIONAL/);
    const problems: Record<string, string>[] = parse(
      await tab.download(tab.page.getByRole('link', { name: 'All problems as CSV' })),
      { columns: true, bom: true },
    );
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      ['1', 'Grade'],
      ['2', 'Domain'],
    ]);
  });

  it('refuses every number but that of the purchases', async () => {
    const tab = await open();
    await tab.choose('three.csv', packages('number', 3));
    const number = tab.page.getByLabel('Number of purchases');
    const buy = tab.button('Buy 3 purchases');
    for (const wrong of ['', '2', '33', 'three', '-3', '3.1']) {
      await number.fill(wrong);
      expect(await buy.isDisabled(), `enabled by "${wrong}"`).toBe(true);
      await number.press('Enter');
    }
    expect(await ground().ask('/api/runs')).toEqual([]);
    await number.fill('3');
    await number.press('Enter');
    await tab.page.waitForURL('**/runs/r*');
    expect(await ground().ask('/api/runs')).toMatchObject([{ total: 3, manifest: 'three.csv' }]);
  });

  it('asks for what was chosen under Advanced', async () => {
    const tab = await open();
    await tab.choose('chosen.csv', packages('chosen', 2));
    await tab.page.getByText('Advanced').click();
    await tab.page.getByLabel('Stop once the balance falls below').fill('0');
    await tab.page.getByLabel('Buy without looking first').check();
    await tab.page.getByLabel('Number of purchases').fill('2');
    const asked = tab.page.waitForRequest('**/confirm');
    await tab.button('Buy 2 purchases').click();
    expect((await asked).postDataJSON()).toMatchObject({ precheck: false, stopBelow: '0', name: null });
  });

  it('starts one run when two tabs confirm the same upload', async () => {
    const first = await open();
    await first.choose('tabs.csv', packages('tabs', 4));
    await first.sees('tabs.csv would make 4 purchases');
    const second = await open();
    await second.page.goto(first.page.url());
    await second.page.reload();
    await second.sees('tabs.csv would make 4 purchases');
    for (const { page } of [first, second]) await page.getByLabel('Number of purchases').fill('4');
    await Promise.all([first, second].map((tab) => tab.button('Buy 4 purchases').click()));
    await Promise.all([first, second].map(({ page }) => page.waitForURL('**/runs/r*')));
    expect(first.page.url()).toBe(second.page.url());
    const runs = await ground().ask<{ manifest: string }[]>('/api/runs');
    expect(runs.filter(({ manifest }) => manifest === 'tabs.csv')).toHaveLength(1);
  });

  it('buys a manifest again only where a person says so', async () => {
    const tab = await open();
    await ground().submit(packages('again', 2));
    await tab.choose('again.csv', packages('again', 2));
    await tab.page.getByText('This manifest was submitted before.').waitFor();
    expect(await tab.page.getByLabel('Number of purchases').count()).toBe(0);
    await tab.button('Buy all of it once more').click();
    await tab.page.getByLabel('Number of purchases').fill('2');
    await tab.button('Buy 2 purchases').click();
    await tab.page.waitForURL('**/runs/r*');
  });
});

describeSite(
  'the upload page of a server with a size limit',
  (ground) => {
    describe('a file over the limit', () => {
      it('is refused with the reason, and the page stays usable', async () => {
        const tab = await ground().open({ as: 'full' });
        tab.expectComplaint(/status of 413|ERR_CONNECTION/);
        await tab.go('/upload');
        await tab.choose('large.csv', packages('large', 4_000));
        await tab.page
          .getByRole('alert')
          .getByText(/larger than 100000 bytes|connection broke off/)
          .waitFor();
        await tab.choose('small.csv', packages('small', 2));
        await tab.sees('small.csv would make 2 purchases');
      });
    });
  },
  { serve: ['--max-upload-bytes', '100000'] },
);
