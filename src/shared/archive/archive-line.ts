import { z } from 'zod';
import { handOverSchema } from '../ledger/hand-overs.ts';

/** The version of an archive's format; readers refuse a newer one. The first held nothing of what follows purchases. */
export const archiveVersion = 2;

const text = z.string();

/** The first line: what this is. */
export const archiveHeader = z.object({
  archive: z.literal('tcbatch'),
  version: z.number(),
  run: text.regex(/^[a-z0-9]{1,64}$/),
  /** ISO 8601 UTC. */
  madeAt: text,
});

/** Keys of a run that an archive holds, by the names that `runKeys` gives them. */
export const archivedHashes = ['run', 'counts', 'errors', 'rowCounts'] as const;
export const archivedStreams = ['audit', 'events'] as const;

/**
 * Every other line but the last: some of what one key holds, exactly as it is stored. A purchase is `[row, index,
 * record]`; purchases are in row order.
 */
export const archiveLine = z.union([
  z.object({ purchases: z.array(z.tuple([z.number(), z.number(), text])) }),
  /** What followed the purchases of the line before: `[row, index, record, what to hand to the site's owner]`. */
  z.object({ followUps: z.array(z.tuple([z.number(), z.number(), text, handOverSchema.nullable()])) }),
  z.object({ hash: z.enum(archivedHashes), fields: z.array(z.tuple([text, text])) }),
  z.object({ stream: z.enum(archivedStreams), entries: z.array(z.tuple([text, z.array(text)])) }),
  z.object({ questions: z.array(z.tuple([text, text])) }),
  z.object({ baseline: z.array(text) }),
  /** What people did to the run's lines while it went on; for reading alone, as a line is everybody's. */
  z.object({
    lineDeeds: z.array(z.object({ at: text, who: text, what: text, why: text.nullable() })),
  }),
]);
export type ArchiveLine = z.infer<typeof archiveLine>;

/** The last line: that it is the last, and a digest of every byte before it, line breaks included. */
export const archiveTrailer = z.object({ end: z.literal(true), purchases: z.number(), sha256: text });
