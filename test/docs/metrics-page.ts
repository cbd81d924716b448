import { markdownTable } from './markdown-table.ts';

interface Told {
  /** What tells it. */
  readonly by: string;
  /** In the text of Prometheus. */
  readonly text: string;
}

/** A page with a table of all metrics that are ours in its marked place. */
export function withMetrics(page: string, told: readonly Told[]): string {
  const rows = new Map<string, readonly string[]>();
  for (const { by, text } of told) {
    for (const [, name = '', help = '', type = ''] of text.matchAll(
      /^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)/gm,
    )) {
      if (!/^(?:tcbatch|bullmq)_/.test(name)) continue;
      const others = rows.get(name)?.[3];
      rows.set(name, [`\`${name}\``, type, help, others === undefined ? by : `${others}, ${by}`]);
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const table = markdownTable(['metric', 'kind', 'tells', 'told by'], sorted);
  return page.replace(
    /(<!-- metrics -->\n).*(\n<!-- \/metrics -->)/s,
    (_whole, begin: string, end: string) => `${begin}\n${table}\n${end}`,
  );
}
