import { describe, expect, it } from 'vitest';
import { manifestFormats } from '../../src/producer/manifest/manifest-source.ts';
import { writeTemplate } from '../../src/producer/template.ts';
import { columnsOf } from '../../src/shared/actions/columns.ts';
import { actions } from '../../src/shared/actions/index.ts';
import { checkText } from './manifest/text-source.ts';

const cases = actions.flatMap((definition) =>
  manifestFormats.map((format) => ({ definition, format, name: definition.name })),
);

describe('writeTemplate', () => {
  it.each(cases)(
    'writes a $format manifest of $name that passes the check',
    async ({ definition, format }) => {
      const checked = await checkText(format, writeTemplate(definition, format));
      expect(checked.problems).toEqual([]);
      expect(checked).toMatchObject({ ok: true, rows: 1, purchases: { [definition.name]: 1 } });
    },
  );

  it.each(cases)(
    'gives $name in $format a date of expiry where it renews',
    async ({ definition, format }) => {
      const { checked } = await checkText(format, writeTemplate(definition, format));
      const isRenewal = ['RenewPlan', 'RenewInstance'].includes(definition.name);
      expect(checked[0]?.terms.ifExpiresBefore).toBe(isRenewal ? '2027-01-31' : undefined);
      expect(checked[0]?.notes['#IfExpiresBefore'] !== undefined).toBe(isRenewal);
    },
  );

  it.each(cases)('gives and explains every parameter of $name in $format', async ({ definition, format }) => {
    const { checked } = await checkText(format, writeTemplate(definition, format));
    const text = JSON.stringify(checked[0]?.params);
    for (const { path, description, oneOf } of columnsOf(definition)) {
      expect(text).toContain(`"${path.split('.').at(-1)}":`);
      expect(checked[0]?.notes[`#${path}`]).toContain(description);
      for (const value of oneOf ?? []) expect(checked[0]?.notes[`#${path}`]).toContain(String(value));
    }
  });
});
