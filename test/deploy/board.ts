import { readFileSync } from 'node:fs';
import { z } from 'zod';

const shape = z.object({
  uid: z.string(),
  panels: z.array(
    z.object({
      title: z.string(),
      datasource: z.object({ type: z.literal('prometheus'), uid: z.literal('prometheus') }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
});

/** The Grafana board of the repository: what it asks Prometheus, with its variables meaning all. */
export function readBoard(): { readonly expressions: readonly string[] } {
  const path = new URL('../../deploy/grafana/dashboards/tcbatch.json', import.meta.url);
  const { panels } = shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return { expressions: asked.map((expr) => expr.replaceAll(/\$(?:action|account)/g, '.*')) };
}
