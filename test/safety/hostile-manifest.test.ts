import { describe, expect, test } from 'vitest';
import { defuseCell } from '../../src/shared/csv/defuse-cell.ts';
import { hideCredentials } from '../../src/shared/hide-credentials.ts';
import { redactSecrets } from '../../src/shared/redact-secrets.ts';
import { openWorkplace } from '../support/processes.ts';

interface Check {
  readonly ok: boolean;
  readonly problems: readonly { readonly column: string | null; readonly code: string }[];
}

async function validate(name: string, text: string): Promise<Check> {
  const place = await openWorkplace();
  try {
    const { stdout } = await place.run(['validate', await place.write(name, text), '--json']);
    return JSON.parse(stdout) as Check;
  } finally {
    await place.close();
  }
}

const plan = '"Action":"CreatePlan","PlanType":"basic"';

describe('a manifest with names that mean something to JavaScript', () => {
  test.each([
    ['a.json', `[{${plan},"__proto__":{"PlanType":"enterprise"}}]`],
    ['a.json', `{"defaults":{"__proto__":{"PlanType":"basic"}},"purchases":[{${plan},"constructor":1}]}`],
    ['a.jsonl', `{${plan},"constructor":{"prototype":{"polluted":1}}}`],
    ['a.jsonl', `{${plan},"PrepaidPlanParam":{"Period":1,"__proto__":{"RenewFlag":"on"}}}`],
    ['a.csv', 'Action,PlanType,__proto__.polluted\nCreatePlan,basic,1\n'],
    ['a.csv', 'Action,PlanType,PrepaidPlanParam.__proto__\nCreatePlan,basic,1\n'],
    ['a.csv', 'Action,PlanType,toString\nCreatePlan,basic,1\n'],
  ])('%s is refused, with the column as a problem: %s', async (name, text) => {
    const { ok, problems } = await validate(name, text);
    expect(ok).toBe(false);
    expect(problems.map(({ column }) => column).join()).toMatch(/__proto__|constructor|toString|defaults/);
  });
});

// What takes quadratic time with these is not done within the time of a test.
describe('a text of a megabyte that is made to keep a pattern busy', () => {
  const size = 1_000_000;
  test.each([
    ['quotes that are escaped', `"password":"${'\\'.repeat(size)}`],
    ['fields that never end', '"token":"'.repeat(size / 10)],
    ['lists that never end', '"cookie":['.repeat(size / 10)],
    ['escaped quotes before names', '\\'.repeat(size)],
    ['logins that never end', `redis://${'a:'.repeat(size / 2)}`],
    ['schemes', 'a://'.repeat(size / 4)],
  ])('goes through the log: %s', (_what, text) => {
    expect(redactSecrets(text).length).toBeGreaterThan(0);
    expect(hideCredentials(text).length).toBeGreaterThan(0);
    expect(defuseCell(`=${text}`).startsWith("'")).toBe(true);
  });

  test.each([
    ['a.csv', `Action,Domain\nCreatePackageOrder,${'a.'.repeat(size / 2)}\n`],
    ['a.csv', `Action,Domain\nCreatePackageOrder,${'-'.repeat(size)}\n`],
    ['a.csv', `Action,${'"'.repeat(size)}\n`],
    ['a.jsonl', `{"Action":"CreatePackageOrder","Domain":"${'xn--'.repeat(size / 4)}"}`],
    ['a.json', '['.repeat(size)],
    ['a.json', '{"a":'.repeat(size / 5)],
  ])('is refused as a manifest: %s', async (name, text) => {
    expect((await validate(name, text)).ok).toBe(false);
  });
});
