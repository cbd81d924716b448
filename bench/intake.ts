import { writeManifest } from './manifest.ts';
import { type Place, withPlace } from './place.ts';
import { type Ended, endedWell } from './running.ts';
import { scale } from './scale.ts';
import { count, mebibytes, median, type Section, times } from './section.ts';

/** Whole processes are compared, from their start to their end; the pairs take turns, so that noise meets both. */
const rounds = 3;

/** How long it takes until a manifest is checked, and until it is queued. */
export async function benchIntake(): Promise<Section> {
  const checked = await compare(checkWith);
  const submitted = await compare(submitWith);
  const { rowsChecked, rowsSubmitted } = scale;
  const checkedRatio = times(checked.instead.tookMs, checked.tcbatch.tookMs);
  return {
    title: 'Intake: from a manifest to queued purchases',
    how: `Whole processes, start included, ${rounds} times in turn; the median counts. Checking finds every problem with its line and column, and what stands twice; csv-parse with zod does neither. Submitting reads the manifest twice, writes every purchase to the ledger and queues it; the bare \`addBulk\` only queues jobs that it makes up, 500 a call, one call after the other. The physical limit is what Redis can append and sync: both sides send it one job for each row, and tcbatch a record besides.`,
    head: ['what', 'rows', 'tcbatch', 'instead', 'ratio', 'peak of memory'],
    rows: [
      [
        '`validate`, beside csv-parse and zod',
        count(rowsChecked),
        `${count(rateOf(rowsChecked, checked.tcbatch))} rows/s`,
        `${count(rateOf(rowsChecked, checked.instead))} rows/s`,
        `${checkedRatio} as fast (goal: 1)`,
        `${mebibytes(checked.tcbatch.peakBytes)}, instead ${mebibytes(checked.instead.peakBytes)}`,
      ],
      [
        '`submit`, beside a bare `addBulk`',
        count(rowsSubmitted),
        `${count(rateOf(rowsSubmitted, submitted.tcbatch))} rows/s`,
        `${count(rateOf(rowsSubmitted, submitted.instead))} rows/s`,
        `${times(submitted.tcbatch.tookMs, submitted.instead.tookMs)} the time (goal: at most 1.5)`,
        `${mebibytes(submitted.tcbatch.peakBytes)}, instead ${mebibytes(submitted.instead.peakBytes)}`,
      ],
    ],
    highlights: [
      {
        shows: `speed of checking ${count(rowsChecked)} rows`,
        tcbatch: `${checkedRatio}, with line, column and duplicates`,
        instead: 'csv-parse + zod: 1',
      },
      {
        shows: `time to check and queue ${count(rowsSubmitted)} rows`,
        tcbatch: times(submitted.tcbatch.tookMs, submitted.instead.tookMs),
        instead: 'bare addBulk: 1',
      },
    ],
  };
}

type Contender = 'tcbatch' | 'instead';
type Measure = (place: Place, contender: Contender) => Promise<Ended>;

async function compare(measure: Measure): Promise<Record<Contender, Ended>> {
  const ends: Record<Contender, Ended[]> = { tcbatch: [], instead: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of ['instead', 'tcbatch'] as const) {
      ends[contender].push(await withPlace((place) => measure(place, contender)));
    }
  }
  return { tcbatch: middleOf(ends.tcbatch), instead: middleOf(ends.instead) };
}

function middleOf(ends: readonly Ended[]): Ended {
  const middleMs = median(ends.map(({ tookMs }) => tookMs));
  const middle = ends.find(({ tookMs }) => tookMs === middleMs);
  if (!middle) throw new Error('Cannot find the middle of no rounds');
  return middle;
}

async function checkWith(place: Place, contender: Contender): Promise<Ended> {
  const manifest = await writeManifest(place.folder, scale.rowsChecked);
  return endedWell(
    contender === 'tcbatch' ? place.tcbatch(['validate', manifest]) : place.program('bare-check', [manifest]),
  );
}

async function submitWith(place: Place, contender: Contender): Promise<Ended> {
  const manifest = await writeManifest(place.folder, scale.rowsSubmitted);
  return endedWell(
    contender === 'tcbatch'
      ? place.tcbatch(['submit', manifest, '--yes'])
      : place.program('bare-add-bulk', [String(scale.rowsSubmitted)]),
  );
}

function rateOf(rows: number, { tookMs }: Ended): number {
  return (rows / tookMs) * 1000;
}
