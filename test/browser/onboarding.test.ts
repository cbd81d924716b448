import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import type { Ground } from './ground.ts';
import { spreadsheet } from './manifests.ts';
import type { Tab } from './tab.ts';

const size = 200;
const customers = Array.from({ length: size }, (_, i) => ({
  domain: `customer-${i + 1}.example`,
  grade: 'DPG_PROFESSIONAL',
  reference: `C${1001 + i}`,
  name: `Customer ${i + 1}, Ltd.`,
}));

/** Three rows as people mistype them. The provider refuses one more, which no check can know. */
const mistyped = new Map([
  [16, { grade: 'DPG_PROFESIONAL' }],
  [72, { domain: 'customer 73.example' }],
  [148, { reference: 'C1001' }],
]);
const unknownToProvider = new Map([[99, { domain: 'missing-customer-100.example' }]]);

function exported(...changes: readonly ReadonlyMap<number, object>[]): Buffer {
  const rows = customers.map((customer, i): (typeof customers)[number] =>
    Object.assign({}, customer, ...changes.map((change) => change.get(i))),
  );
  return Buffer.from(
    spreadsheet([
      ['#Customer', 'Reference', 'Domain', 'Grade'],
      ...rows.map(({ name, reference, domain, grade }) => [name, reference, domain, grade]),
    ]),
  );
}

describeSite('200 customers from a spreadsheet', (ground) => {
  it('are onboarded through the page alone', async () => {
    await ground().startWorker();
    const tab = await ground().open({ as: 'full', name: 'Ada' });
    await uploadCustomers(tab, exported(mistyped, unknownToProvider));
    await tab.page.getByRole('heading', { name: '3 problems in customers.csv' }).waitFor();
    expect(await tab.page.getByRole('rowheader').allInnerTexts()).toEqual(['17', '73', '149']);

    await tab.button('Upload the corrected file').click();
    await uploadCustomers(tab, exported(unknownToProvider));
    await tab.page.getByRole('heading', { name: 'customers.csv would make 200 purchases' }).waitFor();
    expect(await ground().executed(), 'nothing is bought before it is confirmed').toEqual([]);
    await tab.page.getByLabel('Number of purchases').fill('200');
    await tab.page.getByLabel('A name for the run').fill('July');
    await tab.button('Buy 200 purchases').click();

    await tab.page
      .getByRole('heading', { name: '199 of 200 purchases succeeded' })
      .waitFor({ timeout: 55_000 });
    const failures = tab.page.getByRole('region', { name: 'What failed, and what to do' });
    const [group] = await failures.getByRole('row').filter({ hasText: 'DomainNotExists' }).allInnerTexts();
    expect(group).toContain('Add the domain to DNSPod first, then retry the row.');
    await expectReportsToBeTrue(tab, ground());
  });
});

async function uploadCustomers(tab: Tab, buffer: Buffer): Promise<void> {
  if (!tab.page.url().endsWith('/upload'))
    await tab.page.getByRole('link', { name: 'New run' }).first().click();
  await tab.page.getByLabel('Rows that name no action buy').selectOption('CreatePackageOrder');
  await tab.page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
}

/** What the downloaded reports tell was bought is what the provider sold. */
async function expectReportsToBeTrue(tab: Tab, { executed }: Ground): Promise<void> {
  const sold = (await executed()).map(({ params }) => String(params.Domain)).sort();
  expect(sold).toHaveLength(size - 1);
  const lines = (await downloadReport(tab, 'JSON Lines')).trimEnd().split('\n');
  const bought = lines
    .map((line) => JSON.parse(line) as { state: string; params: { Domain: string } })
    .filter(({ state }) => state === 'succeeded')
    .map(({ params }) => params.Domain);
  expect(bought.sort()).toEqual(sold);
}

async function downloadReport(tab: Tab, name: string): Promise<string> {
  const menu = tab.page.locator('details.menu');
  if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click();
  const [download] = await Promise.all([
    tab.page.waitForEvent('download'),
    menu.getByRole('link', { name, exact: false }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}
