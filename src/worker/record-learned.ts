import type { Logger } from 'pino';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type AnswerJournal, readLeftAnswers, removeJournal, setJournalAside } from './answer-journal.ts';
import { type Learned, type Pen, plainPen, writeLearned } from './learned.ts';
import type { RecentWrites } from './recent-writes.ts';
import { untilWritten } from './until-written.ts';

/** A ledger that takes longer is away: what was learned goes to the disk, in case that this process does not outlive it. */
const patienceMs = 500;

export interface Scribe extends Pen {
  readonly journal: AnswerJournal;
  readonly recent: RecentWrites;
  readonly log: Logger;
}

/** Writes what was learned of an attempt to the ledger, however long that takes; meanwhile a journal keeps it. */
export async function recordLearned(
  scribe: Scribe,
  learned: Learned,
): Promise<Awaited<ReturnType<typeof writeLearned>>> {
  scribe.recent.note(learned);
  let kept = notKept;
  const patience = setTimeout(() => {
    kept = keep(scribe, learned);
  }, patienceMs);
  const reply = await untilWritten(scribe.log, () => writeLearned(scribe, learned));
  clearTimeout(patience);
  if (await kept) await scribe.journal.forget();
  return reply;
}

const notKept = Promise.resolve(false);

/** A full disk leaves the answer in memory, where it waits for Redis as well. */
async function keep({ journal, log }: Scribe, learned: Learned): Promise<boolean> {
  const ref = { run: learned.run, attempt: learned.attemptId };
  try {
    await journal.keep(learned);
    log.warn(ref, 'Ledger away, the answer is kept in the journal');
    return true;
  } catch (error) {
    log.error(
      { ...ref, err: error },
      'Ledger away and the journal cannot be written, the answer is kept in memory',
    );
    return false;
  }
}

/** Writes what processes that are gone kept in their journals. */
export async function replayJournals(
  { ledger, log }: { readonly ledger: Ledger; readonly log: Logger },
  folder: string,
): Promise<void> {
  const pen = plainPen(ledger);
  for (const { path, answers, unreadable, isAbandoned } of await readLeftAnswers(folder, ledger.prefix)) {
    const replies = [];
    for (const answer of answers) replies.push(await writeLearned(pen, answer));
    log.warn({ path, answers: answers.length }, 'Answers of another process written from its journal');
    // A purchase that this ledger does not know belongs to another Redis; its answer stays where it is.
    if (!isAbandoned || replies.includes('unknown')) continue;
    if (unreadable === 0) await removeJournal(path);
    else tellUnreadable(log, await setJournalAside(path), unreadable);
  }
}

/** Told once, as nobody replays it any more. */
function tellUnreadable(log: Logger, path: string, lines: number): void {
  const advice =
    'Read the file: it tells what became of purchases in doubt. Settle them with "tcbatch resolve", then remove it.';
  log.error({ path, lines, advice }, 'A journal holds lines that cannot be read, it is set aside');
}
