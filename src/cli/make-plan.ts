import { type Plan, type Prospect, planRun } from '../producer/plan-run.ts';
import type { Survey } from '../producer/survey-manifest.ts';
import { readLineOutlook } from '../report/read-line-outlook.ts';
import { readTraffic, unsettledOf } from '../report/read-traffic.ts';
import type { Config } from '../shared/config.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type Line, lineName } from '../shared/line.ts';

/** Plans a manifest without problems as this configuration would buy it. */
export async function makePlan(
  ledger: Ledger,
  { source, survey }: { readonly source: { readonly name: string }; readonly survey: Survey },
  { config, again }: { readonly config: Config; readonly again: boolean },
): Promise<Plan> {
  const prospects = await readProspects(ledger, survey.lines, config.rate);
  return planRun(ledger, survey, { again, manifest: source.name, prospects });
}

/** What awaits purchases that would be queued now. */
async function readProspects(
  ledger: Ledger,
  lines: readonly Line[],
  ownRate: number,
): Promise<Record<string, Prospect>> {
  const traffic = await readTraffic(ledger);
  const prospects = await Promise.all(
    lines.map(async (line) => {
      const { hold, callsPerSecond, limit } = await readLineOutlook(ledger, line, traffic);
      const prospect: Prospect = {
        callsPerSecond: callsPerSecond * Math.min(1, ownRate / limit),
        ahead: traffic.reduce((sum, { counts }) => sum + unsettledOf(counts, line), 0),
        isHeld: hold !== null,
      };
      return [lineName(line), prospect] as const;
    }),
  );
  return Object.fromEntries(prospects);
}
