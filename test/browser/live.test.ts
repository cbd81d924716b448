import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { packages } from './manifests.ts';
import type { Tab } from './tab.ts';

/** Adds up how far anything on the page moves by itself, as the browser counts it. */
const watchShifts = `
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: 'layout-shift' });
`;

describeSite('a live page', (ground) => {
  const settled = async ({ page }: Tab): Promise<number> => {
    const progress = page.getByRole('region', { name: 'Progress' });
    const [figure = ''] = await progress.getByRole('definition').allInnerTexts();
    return Number(figure.replace(',', ''));
  };
  const untilSettled = (tab: Tab, count: number) =>
    expect.poll(() => settled(tab), { timeout: 40_000 }).toBeGreaterThan(count);

  it('keeps everything in its place while its numbers move', async () => {
    await ground().startWorker();
    const run = await ground().submit(packages('still', 300));
    const tab = await ground().open({ as: 'full' });
    await tab.go(`/runs/${run}`);
    await tab.page.getByRole('region', { name: 'Rate of CreatePackageOrder' }).waitFor();
    await untilSettled(tab, 5);
    await tab.page.evaluate(watchShifts);
    await untilSettled(tab, 120);
    expect(await tab.page.evaluate('globalThis.shifted')).toBeLessThan(0.001);
    await tab.close();
    await ground().post(`/api/runs/${run}/cancel`, {});
  });

  it('goes on by itself when its server was killed and started again', async () => {
    const run = await ground().submit(packages('restarted', 100));
    const tab = await ground().open({ as: 'full' });
    tab.expectComplaint(/ERR_/);
    await tab.go(`/runs/${run}`);
    await tab.page.evaluate('globalThis.isSamePage = true');
    await untilSettled(tab, 5);
    await ground().killServer();
    await tab.page.getByText('Connecting to the server').waitFor();
    const seen = await settled(tab);
    await ground().restartServer();
    await tab.page.getByText('Connecting to the server').waitFor({ state: 'detached' });
    await untilSettled(tab, seen);
    await tab.sees('All 100 purchases were made');
    expect(await tab.page.evaluate('globalThis.isSamePage'), 'the page was not loaded again').toBe(true);
  });
});
