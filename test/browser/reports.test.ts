import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import type { Tab } from './tab.ts';

/** What a report and the provider must agree on, of one purchase. */
interface Sold {
  readonly action: string;
  readonly requestId: string;
  readonly orderId: string;
}

const inOrder = (purchases: readonly Sold[]) =>
  purchases.map(({ action, requestId, orderId }) => `${requestId} ${action} ${orderId}`).sort();

interface Line extends Sold {
  readonly state: string;
}

/** How the lines of a report are read in each format. */
const formats: readonly { name: string; read: (text: string) => Line[] }[] = [
  { name: 'CSV, for a spreadsheet', read: (text) => parse(text, { columns: true, bom: true }) },
  { name: 'JSON', read: (text) => JSON.parse(text) },
  {
    name: 'JSON Lines',
    read: (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  },
];

describeSite('a report', (ground) => {
  let tab: Tab;
  beforeAll(async () => {
    await ground().startWorker();
    const run = await ground().submit(await readFile('examples/onboarding.csv', 'utf8'));
    tab = await ground().open({ as: 'read' });
    await tab.go(`/runs/${run}`);
    await tab.sees(/^139 of 144 purchases were made/);
    await tab.page.locator('summary').getByText('Report').click();
  });
  const download = (name: string) => tab.download(tab.page.getByRole('link', { name, exact: true }));

  describe('tells what the provider sold', () => {
    it.each(formats)('as $name', async ({ name, read }) => {
      const lines = read(await download(name));
      expect(lines).toHaveLength(144);
      const bought = lines
        .filter(({ state }) => state === 'succeeded')
        .map((line) => ({ ...line, orderId: line.orderId ?? '' }));
      const executed = (await ground().executed()).map((sold) => ({ ...sold, orderId: sold.orderId ?? '' }));
      expect(inOrder(bought)).toEqual(inOrder(executed));
    });
  });

  it('is one page that shows the same without this server, and runs nothing', async () => {
    const document = await download('HTML, to send to someone');
    const page = await tab.page.context().newPage();
    await page.setContent(document);
    expect(await page.getByText('139').count()).toBeGreaterThan(0);
    expect(document).not.toMatch(/<script|src="http|href="\//);
  });

  it('is confirmed by the check of the books', async () => {
    await tab.button('Check the books').click();
    await tab.page.getByText('The books balance.').waitFor();
  });
});
