import { expect, it } from 'vitest';
import { describeSite } from './describe-site.ts';
import { spreadsheet } from './manifests.ts';

const attack = `<img src=x onerror="globalThis.isBroken=1"><script>globalThis.isBroken=1</script>'"&`;

// A texts that were run, or only met by the browser as HTML, would break the policy and be complained of.
describeSite('hostile texts are shown as texts', (ground) => {
  it('in a file, its name, its problems and the plan', async () => {
    const tab = await ground().open({ as: 'full', name: attack });
    await tab.go('/upload');
    const bad = spreadsheet([
      ['Action', 'Domain', 'Grade', attack],
      [attack, 'x.example', attack, attack],
    ]);
    await tab.choose(`${attack.replaceAll('/', '')}.csv`, bad);
    await tab.sees(/problems? in .*<img src=x onerror/);
    expect(await tab.page.locator('tbody').innerText()).toContain('<img src=x onerror=');
    expect(await tab.page.locator('main img, main script').count()).toBe(0);
    expect(await tab.page.evaluate('globalThis.isBroken')).toBeUndefined();
  });

  it('in references, notes, reasons, error messages and names of runs', async () => {
    await ground().setFaults([
      {
        action: 'CreatePackageOrder',
        fault: { kind: 'code', code: 'InvalidParameterValue.DomainNotExists', message: attack },
      },
    ]);
    const manifest = spreadsheet([
      ['Action', 'Domain', 'Grade', 'Reference', '#Customer'],
      ['CreatePackageOrder', 'a.example', 'DPG_PROFESSIONAL', attack, attack],
    ]);
    const run = await ground().submit(manifest, `name=${encodeURIComponent(attack)}`);
    await ground().post('/api/actions/CreatePackageOrder/hold', { reason: attack });
    const tab = await ground().open({ as: 'full' });
    await tab.go(`/runs/${run}`);
    await tab.page.getByText(attack, { exact: false }).first().waitFor();
    await ground().startWorker();
    await tab.button('Release CreatePackageOrder').click();
    await tab.sees('0 of 1 purchase was made');
    await tab.button('History of row 1').click();
    const history = tab.page.getByRole('dialog');
    await history.getByText('Steps').waitFor();
    const told = await history.innerText();
    // Reference, note and message.
    expect(told.split('<img src=x onerror=').length).toBeGreaterThan(3);
    expect(await tab.page.locator('main img, main script').count()).toBe(0);
    await tab.go('/runs');
    await tab.page.getByText(attack, { exact: false }).first().waitFor();
    expect(await tab.page.evaluate('globalThis.isBroken')).toBeUndefined();
  });
});
