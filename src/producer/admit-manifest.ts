import { deriveClientToken } from '../shared/actions/client-token.ts';
import { freezeBody } from '../shared/actions/freeze-body.ts';
import { findAction } from '../shared/actions/index.ts';
import { fewAtOnce } from '../shared/few-at-once.ts';
import { type Admission, admit } from '../shared/ledger/admit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { CheckedRow } from '../shared/purchase.ts';
import { type CheckOptions, checkManifest } from './manifest/check-manifest.ts';
import { manifestHasher } from './manifest/manifest-hasher.ts';
import type { ManifestSource } from './manifest/manifest-source.ts';

export interface AdmitOptions extends CheckOptions {
  readonly run: string;
  /** Told how many purchases are in, from time to time. */
  readonly onAdmitted?: ((count: number) => void) | undefined;
}

/** About as many as share a bucket of the ledger, of which each call takes one. */
const admissionsPerCall = 500;
/** Batches on their way to Redis at once; more would only wait there. */
const callsAtOnce = 4;

/**
 * Reads a manifest that was found good a second time and admits its purchases to their run, some at a time. Returns
 * the hash of what it read: another one than the first reading's means that the file changed in between.
 */
export async function admitManifest(
  ledger: Ledger,
  source: ManifestSource,
  { run, onAdmitted = () => {}, ...options }: AdmitOptions,
): Promise<string> {
  const hasher = manifestHasher();
  const underWay = fewAtOnce(callsAtOnce);
  let batch: Admission[] = [];
  let count = 0;
  const send = async () => {
    count += batch.length;
    await underWay.add(admit(ledger, run, batch));
    batch = [];
    onAdmitted(count);
  };
  for await (const rows of goodRows(source, options)) {
    for (const row of rows) {
      hasher.add(row);
      addAdmissions(batch, run, row);
      if (batch.length >= admissionsPerCall) await send();
    }
  }
  await send();
  await underWay.all();
  return hasher.digest();
}

/** Up to the first problem: there was none before, so that the hash will tell of it. */
async function* goodRows(source: ManifestSource, options: CheckOptions): AsyncGenerator<CheckedRow[]> {
  for await (const checks of checkManifest(source, options)) {
    const rows: CheckedRow[] = [];
    for (const check of checks) if (check.kind === 'row') rows.push(check.row);
    yield rows;
    if (rows.length < checks.length) return;
  }
}

/** The purchases of one row, as they will stand in the ledger for good. */
function addAdmissions(batch: Admission[], run: string, { count, params, ...row }: CheckedRow): void {
  const definition = findAction(row.action);
  if (!definition) throw new Error(`Cannot freeze purchase as its action is unknown: got ${row.action}`);
  const { safety } = definition;
  const needsToken = safety.kind === 'token' && params[safety.tokenParameter] === undefined;
  for (let index = 1; index <= count; index += 1) {
    // A token that follows from the purchase is the same after any number of submissions.
    const whole = needsToken
      ? { ...params, [safety.tokenParameter]: deriveClientToken(run, row.row, index) }
      : params;
    const body = freezeBody(definition, whole);
    const { line, action, account, reference, notes } = row;
    batch.push({
      purchase: { row: row.row, index, line, action, account, reference, notes, body },
      rowCount: count,
    });
  }
}
