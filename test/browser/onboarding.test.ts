import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
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

function exported(...changes: readonly ReadonlyMap<number, object>[]): string {
  const rows = customers.map((customer, i): (typeof customers)[number] =>
    Object.assign({}, customer, ...changes.map((change) => change.get(i))),
  );
  return spreadsheet([
    ['#Customer', 'Reference', 'Domain', 'Grade'],
    ...rows.map(({ name, reference, domain, grade }) => [name, reference, domain, grade]),
  ]);
}

describeSite('200 customers from a spreadsheet', (ground) => {
  it('are onboarded through the page alone', async () => {
    await ground().startWorker();
    const tab = await ground().open({ as: 'full', name: 'Ada' });
    await uploadCustomers(tab, exported(mistyped, unknownToProvider));
    await tab.sees('3 problems in customers.csv');
    expect(await tab.page.getByRole('rowheader').allInnerTexts()).toEqual(['17', '73', '149']);

    await tab.button('Upload the corrected file').click();
    await uploadCustomers(tab, exported(unknownToProvider));
    await tab.sees('customers.csv would make 200 purchases');
    expect(await ground().executed(), 'nothing is bought before it is confirmed').toEqual([]);
    await tab.page.getByLabel('Number of purchases').fill('200');
    await tab.page.getByLabel('A name for the run').fill('July');
    await tab.button('Buy 200 purchases').click();

    await tab.page.getByText('199 of 200 purchases were made').waitFor({ timeout: 55_000 });
    const outcome = tab.page.getByRole('region', { name: '199 of 200 purchases were made' });
    const said = await outcome.innerText();
    expect(said).toMatch(/Bought\s+199 purchases\s+Not bought\s+1 purchase/);
    expect(said).toContain('1 failed: Add the domain to DNSPod first, then retry the row.');
    const failed = await tab.download(outcome.getByRole('link', { name: 'the failed rows as a manifest' }));
    expect(failed).toContain('missing-customer-100.example');
    expect(failed).toContain('"Customer 100, Ltd."');

    const sold = (await ground().executed()).map(({ params }) => String(params.Domain));
    expect(new Set(sold).size, 'nothing was bought twice').toBe(sold.length);
    const wanted = customers
      .map(({ domain }) => domain)
      .filter((domain) => domain !== 'customer-100.example');
    expect(sold.sort()).toEqual(wanted.sort());
  });
});

async function uploadCustomers(tab: Tab, text: string): Promise<void> {
  if (!tab.page.url().endsWith('/upload'))
    await tab.page.getByRole('link', { name: 'New run' }).first().click();
  await tab.page.getByLabel('Rows that name no action buy').selectOption('CreatePackageOrder');
  await tab.choose('customers.csv', text);
}
