import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { packages } from './manifests.ts';
import { type Tab, tokens } from './tab.ts';

/** What has the focus, as its role would be read out. */
const focused = `(() => {
  const { activeElement: it } = document;
  const label = it.labels?.[0]?.innerText ?? it.getAttribute('aria-label') ?? it.innerText ?? '';
  return label.trim().split('\\n')[0];
})()`;

/** Presses Tab until something has the focus; nobody wants to press it more often than this. */
async function tabTo({ page }: Tab, label: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    seen.push(await page.evaluate<string>(focused));
    if (label.test(seen.at(-1) ?? '')) return;
  }
  throw new Error(`Cannot reach ${label} by the keyboard: got ${seen.join(' | ')}`);
}

describeSite('the keyboard alone', (ground) => {
  it('logs in, chooses a file, confirms, steps in and logs out', async () => {
    const tab = await ground().open();
    const { page } = tab;
    await page.goto('/');
    await page.locator('input[name=token]:focus').waitFor();
    await page.keyboard.type(tokens.full);
    await page.keyboard.press('Enter');
    await tab.sees('Runs');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toBe('Skip to content');

    await tabTo(tab, /^New run$/);
    await page.keyboard.press('Enter');
    await tab.sees('Drop a manifest here');
    await tabTo(tab, /^Choose a file$/);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
    const buffer = Buffer.from(packages('typed', 3));
    await chooser.setFiles({ name: 'typed.csv', mimeType: 'text/csv', buffer });
    await tab.sees('typed.csv would make 3 purchases');
    await tabTo(tab, /^Number of purchases/);
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/r*');

    await tab.sees('typed.csv');
    await tabTo(tab, /^Cancel the rest$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(focused), 'the focus is back where it was').toBe('Cancel the rest');

    await ground().startWorker();
    await tab.sees('All 3 purchases were made');
    await tabTo(tab, /^History of row 1$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Steps').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    await page.goto('/runs');
    await tabTo(tab, /^Log out$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
  });
});
