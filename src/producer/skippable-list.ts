import { findAction } from '../shared/actions/index.ts';
import { targetOf } from '../shared/actions/target.ts';
import { type Line, lineName } from '../shared/line.ts';
import type { CheckedRow } from '../shared/purchase.ts';
import { type TargetList, targetList } from './target-list.ts';

/** What a row wants something to be, which it may be already. */
export interface Skippable {
  /** A domain in one spelling, or the id of a plan or instance. */
  readonly of: string;
  /** The domain's grade, or the date as of which it must not expire yet. */
  readonly wanted: string;
}

/** The rows of a manifest that are left out where a look shows that nothing is to be bought for them. */
export interface SkippableList {
  readonly add: (row: CheckedRow) => void;
  /** The lines of such rows, and how many each has. */
  readonly lines: () => readonly { readonly line: Line; readonly count: number }[];
  readonly of: (line: Line) => Iterable<Skippable>;
}

/** Keeps them packed, as targets are. */
export function skippableList(): SkippableList {
  const kept = new Map<string, { readonly line: Line; count: number; readonly packed: TargetList }>();
  return {
    add: (row) => {
      const skippable = skippableIn(row);
      if (skippable === null) return;
      const line = { action: row.action, account: row.account };
      const ofLine = kept.get(lineName(line)) ?? { line, count: 0, packed: targetList() };
      kept.set(lineName(line), ofLine);
      ofLine.count += 1;
      ofLine.packed.add({ ...line, target: `${skippable.wanted} ${skippable.of}` });
    },
    lines: () => [...kept.values()].map(({ line, count }) => ({ line, count })),
    *of(line) {
      for (const batch of kept.get(lineName(line))?.packed.batches() ?? []) {
        for (const { target } of batch) yield unpacked(target);
      }
    },
  };
}

function skippableIn({ action, params, terms: { ifExpiresBefore } }: CheckedRow): Skippable | null {
  const definition = findAction(action);
  if (!definition) return null;
  const { safety } = definition;
  if ('renewal' in safety && safety.renewal && ifExpiresBefore !== undefined) {
    const wanted = new Date(ifExpiresBefore).toISOString();
    return { of: String(params[safety.renewal.resourceParameter]), wanted };
  }
  const domain = action === 'CreatePackageOrder' ? targetOf(definition, params) : null;
  return domain === null ? null : { of: domain, wanted: String(params.Grade) };
}

/** Neither a grade nor a date has a blank. */
function unpacked(text: string): Skippable {
  const blank = text.indexOf(' ');
  return { wanted: text.slice(0, blank), of: text.slice(blank + 1) };
}
