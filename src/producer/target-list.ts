import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Target } from '../shared/ledger/bought-targets.ts';

/** The targets of a manifest, in the order of its rows for each action. */
export interface TargetList {
  readonly add: (target: Target) => void;
  /** The targets, some at once, as often as wanted. */
  readonly batches: () => Iterable<readonly Target[]>;
}

const targetsPerBatch = 1000;

/** Keeps targets packed: as text a million of them would take a seventh of the memory that submitting may. */
export function targetList(): TargetList {
  const kept = new Map<string, { packed: Buffer[]; loose: string[] }>();
  return {
    add: ({ action, target }) => {
      const ofAction = kept.get(action) ?? { packed: [], loose: [] };
      kept.set(action, ofAction);
      ofAction.loose.push(target);
      if (ofAction.loose.length < targetsPerBatch) return;
      ofAction.packed.push(pack(ofAction.loose));
      ofAction.loose = [];
    },
    *batches() {
      for (const [action, { packed, loose }] of kept) {
        for (const bytes of packed) yield unpack(bytes).map((target) => ({ action, target }));
        if (loose.length > 0) yield loose.map((target) => ({ action, target }));
      }
    },
  };
}

function pack(targets: readonly string[]): Buffer {
  return deflateRawSync(JSON.stringify(targets), { level: 1 });
}

function unpack(bytes: Buffer): string[] {
  return JSON.parse(inflateRawSync(bytes).toString());
}
