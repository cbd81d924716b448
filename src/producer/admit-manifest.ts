import { deriveClientToken } from '../shared/actions/client-token.ts';
import { freezeBody } from '../shared/actions/freeze-body.ts';
import { findAction } from '../shared/actions/index.ts';
import { fewAtOnce } from '../shared/few-at-once.ts';
import { type Admission, admit } from '../shared/ledger/admit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { CheckedRow } from '../shared/purchase.ts';
import { type AdmittedRows, admittedRows } from './admitted-rows.ts';
import { type CheckOptions, checkManifest } from './manifest/check-manifest.ts';
import { manifestHasher } from './manifest/manifest-hasher.ts';
import type { ManifestSource } from './manifest/manifest-source.ts';

export interface AdmitOptions extends CheckOptions {
  readonly run: string;
  /** What the first reading found: the manifest's rows, and the hash of its purchases. */
  readonly survey: { readonly rows: number; readonly manifestHash: string };
  /** Told how many purchases are in, from time to time. */
  readonly onAdmitted?: ((count: number) => void) | undefined;
}

/** About as many as share a bucket of the ledger, of which each call takes one. */
const admissionsPerCall = 500;
/** Batches on their way to Redis at once; more would only wait there. */
const callsAtOnce = 3;

/**
 * Reads a manifest that was found good a second time and admits its purchases to their run, some at a time. Returns
 * where they are; null when it did not read what was found good, as the file changed in between.
 */
export async function admitManifest(
  ledger: Ledger,
  source: ManifestSource,
  { run, survey, onAdmitted = () => {}, ...options }: AdmitOptions,
): Promise<AdmittedRows | null> {
  const hasher = manifestHasher();
  const admitted = admittedRows(survey.rows);
  const admission = admissionOf(ledger, run, onAdmitted);
  for await (const checks of checkManifest(source, { ...options, isSecondReading: true })) {
    for (const check of checks) {
      if (check.kind === 'problem') return admission.end().then(() => null);
      hasher.add(check.row);
      admitted.add(check.row);
      if (admission.add(check.row)) await admission.send();
    }
  }
  await admission.end();
  return hasher.digest() === survey.manifestHash ? admitted : null;
}

/** Gathers purchases into batches, and admits some batches at once. */
function admissionOf(ledger: Ledger, run: string, onAdmitted: (count: number) => void) {
  const underWay = fewAtOnce(callsAtOnce);
  const waiting: Admission[] = [];
  let count = 0;
  const admitNext = async () => {
    const batch = waiting.splice(0, admissionsPerCall);
    count += batch.length;
    await underWay.add(admit(ledger, run, batch));
    onAdmitted(count);
  };
  return {
    /** True once a batch is full, which has to be sent before more is gathered. */
    add: (row: CheckedRow) => {
      addAdmissions(waiting, run, row);
      return waiting.length >= admissionsPerCall;
    },
    send: async () => {
      while (waiting.length >= admissionsPerCall) await admitNext();
    },
    /** Sends the rest and resolves when all are in. */
    end: async () => {
      while (waiting.length > 0) await admitNext();
      await underWay.all();
    },
  };
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
    const { line, action, account, reference, notes, terms } = row;
    batch.push({
      purchase: { row: row.row, index, line, action, account, reference, notes, terms, body },
      rowCount: count,
    });
  }
}
