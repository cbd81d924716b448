import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { packages } from './manifests.ts';
import { tokens } from './tab.ts';

describeSite('the door', (ground) => {
  it('leads who is not logged in to the login page, and from there to where they meant to go', async () => {
    const tab = await ground().open();
    await tab.page.goto('/actions');
    expect(new URL(tab.page.url()).pathname).toBe('/login');
    await tab.page.getByLabel('Token').fill(tokens.full);
    await tab.button('Log in').click();
    await tab.sees('Actions');
    expect(new URL(tab.page.url()).pathname).toBe('/actions');
  });

  it('stays shut to a wrong token', async () => {
    const tab = await ground().open();
    tab.expectComplaint(/status of 401/);
    await tab.logIn('wrong');
    expect(await tab.page.getByRole('alert').innerText()).toBe('That token is not the right one.');
    await tab.page.goto('/runs');
    expect(new URL(tab.page.url()).pathname).toBe('/login');
  });

  it('is shut behind who logs out, in all tabs', async () => {
    const tab = await ground().open({ as: 'full', name: 'Ada' });
    expect(await tab.page.locator('.who').innerText()).toBe('Ada');
    const other = await tab.page.context().newPage();
    await other.goto('/runs');
    await tab.button('Log out').click();
    await tab.page.waitForURL('**/login');
    // The other tab asks again by itself, and is led out.
    await other.waitForURL('**/login?next=%2Fruns');
  });

  it('lets those who only look see everything and change nothing', async () => {
    const run = await ground().submit(packages('looked-at', 30));
    await ground().post('/api/actions/CreatePackageOrder/hold', { reason: 'not yet' });
    const tab = await ground().open({ as: 'read' });
    tab.expectComplaint(/status of 403/);
    await tab.go(`/runs/${run}`);
    await tab.page.getByText('is held').waitFor();
    await tab.button('History of row 25').waitFor();
    const names = await tab.page.getByRole('main').getByRole('button').allInnerTexts();
    expect(new Set(names)).toEqual(
      new Set(['Show', 'Show all', 'History', 'Earlier rows', 'Later rows', 'Check the books']),
    );
    await tab.go('/actions');
    await tab.page.getByText('is held').waitFor();
    expect(await tab.page.getByRole('main').getByRole('button').count()).toBe(0);
    await tab.go('/upload');
    expect(await tab.page.getByLabel('Choose a file').count()).toBe(0);
    const refused = await tab.page.evaluate(
      async (path) => (await fetch(path, { method: 'POST' })).status,
      `/api/runs/${run}/cancel`,
    );
    expect(refused).toBe(403);
    expect(await ground().ask(`/api/runs/${run}`)).toMatchObject({ state: 'held', counts: { cancelled: 0 } });
  });
});
