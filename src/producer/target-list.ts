import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Target } from '../shared/ledger/bought-targets.ts';
import { lineName, parseLineName } from '../shared/line.ts';

/** The targets of a manifest, in the order of its rows for each line. */
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
    add: (added) => {
      const line = lineName(added);
      const ofLine = kept.get(line) ?? { packed: [], loose: [] };
      kept.set(line, ofLine);
      ofLine.loose.push(added.target);
      if (ofLine.loose.length < targetsPerBatch) return;
      ofLine.packed.push(pack(ofLine.loose));
      ofLine.loose = [];
    },
    *batches() {
      for (const [name, { packed, loose }] of kept) {
        const line = parseLineName(name);
        for (const bytes of packed) yield unpack(bytes).map((target) => ({ ...line, target }));
        if (loose.length > 0) yield loose.map((target) => ({ ...line, target }));
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
