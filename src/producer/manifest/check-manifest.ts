import type { ActionDefinition } from '../../shared/actions/action.ts';
import { findAction } from '../../shared/actions/index.ts';
import { OperatorError, unreachable } from '../../shared/errors.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { CheckedRow } from '../../shared/purchase.ts';
import { type CellsChecker, cellsChecker } from './check-cells.ts';
import { checkHeader } from './check-header.ts';
import { checkRow, type RowVerdict } from './check-row.ts';
import type { Entry } from './entry.ts';
import { valuesOfObject } from './given-row.ts';
import type { ManifestSource } from './manifest-source.ts';
import { nameAction } from './name-action.ts';
import type { Finding, Problem } from './problem.ts';
import { readManifest } from './read-manifest.ts';
import { claimRegister } from './unique-claims.ts';

export type Check =
  | { readonly kind: 'row'; readonly row: CheckedRow }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface CheckOptions {
  /** `--action`: what a row buys that neither names an action itself nor has one from its file. */
  readonly action?: string | undefined;
  /** `--account`: who pays for a row that names no account; `default` unless told. */
  readonly account?: string | undefined;
  /** The accounts that can pay; any, unless told. */
  readonly accounts?: readonly string[] | undefined;
  readonly maxPurchases?: number | undefined;
  /**
   * The same was read and found good before, and whoever reads it again finds out by its hash whether it is the same:
   * what may not stand in it twice is not remembered again.
   */
  readonly isSecondReading?: boolean;
}

/**
 * Checks a manifest as a stream: every row that can be bought and every problem, in the order of the file, some at a
 * time as they are read. Of the whole manifest it remembers only what may not stand in it twice. Throws an
 * OperatorError on an unknown `action`, or when the file cannot be read.
 */
export async function* checkManifest(
  source: ManifestSource,
  options: CheckOptions = {},
): AsyncGenerator<readonly Check[]> {
  const action = options.action === undefined ? null : nameAction(options.action);
  if (action?.kind === 'finding') throw new OperatorError(action.finding.code, action.finding.message);
  const state: CheckState = {
    action: options.action ?? null,
    account: options.account ?? defaultAccount,
    accounts: options.accounts ?? null,
    checkCells: null,
    defaults: new Map(),
    claim: options.isSecondReading ? () => [] : claimRegister(),
    purchases: 0,
  };
  for await (const entries of readManifest(source)) {
    const checks: Check[] = [];
    for (const entry of entries) for (const check of checkEntry(entry, state)) checks.push(check);
    yield checks;
  }
  const { maxPurchases = Number.POSITIVE_INFINITY } = options;
  if (state.purchases > maxPurchases) yield [problem(tooMany(state.purchases, maxPurchases), wholeFile)];
}

/** What earlier entries say about later ones. */
interface CheckState {
  action: string | null;
  readonly account: string;
  readonly accounts: readonly string[] | null;
  /** Null until the header was read. */
  checkCells: CellsChecker | null;
  defaults: ReadonlyMap<string, unknown>;
  readonly claim: ReturnType<typeof claimRegister>;
  purchases: number;
}

function checkEntry(entry: Entry, state: CheckState): readonly Check[] {
  switch (entry.kind) {
    case 'problem':
      return [entry];
    case 'header': {
      const { columns, findings } = checkHeader(entry.columns, definitionOf(state.action));
      state.checkCells = cellsChecker(columns, state);
      return findings.map((finding) => problem(finding, { row: null, line: entry.line }));
    }
    case 'defaults': {
      // What stands nearer to the row wins: the file over `--action`, the row over both.
      state.action = entry.action ?? state.action;
      const { values, findings } = valuesOfObject(entry.values, new Map());
      state.defaults = values;
      return findings.map((finding) => problem(finding, wholeFile));
    }
    case 'cells': {
      if (!state.checkCells) throw new Error('Cannot check cells before their header');
      return judge(entry, state.checkCells(entry), { earlier: [], state });
    }
    case 'object': {
      const { row, line } = entry;
      const { values, findings } = valuesOfObject(entry.values, state.defaults);
      const verdict = checkRow({ row, line, isText: false, values }, state);
      return judge(entry, verdict, { earlier: findings, state });
    }
    default:
      return unreachable(entry);
  }
}

/** Adds what other rows make wrong with a row to what is wrong with it by itself. */
function judge(
  place: { readonly row: number; readonly line: number },
  verdict: RowVerdict,
  { earlier, state }: { readonly earlier: readonly Finding[]; readonly state: CheckState },
): readonly Check[] {
  const repeated = state.claim(place.row, verdict.claims);
  state.purchases += verdict.checked?.count ?? 1;
  const isGood = earlier.length + repeated.length === 0 && verdict.checked !== null;
  if (isGood) return [{ kind: 'row', row: verdict.checked }];
  return [...earlier, ...verdict.findings, ...repeated].map((finding) => problem(finding, place));
}

function definitionOf(action: string | null): ActionDefinition | null {
  return action === null ? null : (findAction(action) ?? null);
}

function problem(finding: Finding, { row, line }: Pick<Problem, 'row' | 'line'>): Check {
  const { column, code, message } = finding;
  return { kind: 'problem', problem: { row, line, column, code, message } };
}

function tooMany(purchases: number, maxPurchases: number): Finding {
  const message = `A manifest must hold at most ${maxPurchases} purchases, as --max-purchases or TCBATCH_MAX_PURCHASES says: got ${purchases}`;
  return { column: null, code: 'too-many-purchases', message };
}

const wholeFile = { row: null, line: null };
