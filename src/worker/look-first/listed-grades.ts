import { z } from 'zod';
import { describeDomainList } from '../../shared/actions/read-backs.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import type { Look } from '../../shared/seen.ts';

const answer = z.object({
  DomainList: z.array(z.object({ Name: z.string(), Grade: z.string() })).nullish(),
});

/** A page of them is some 600 KB, which an answer may be, and is read before a slot is missed. */
export const gradesPerPage = 1000;
/** Larger accounts look the rest of their domains up one by one. */
const mostPages = 100;
/** The list is read again after this long, and believed for twice as long. */
const freshForMs = 60_000;

/** The grades of an account's domains as its list has them; read beside the work, which never waits for it. */
export interface ListedGrades {
  /** Null for a domain that the list has not shown since that time, or not lately. */
  readonly gradeOf: (domain: string, sinceMs: number) => string | null;
}

/** Knows nothing before it is asked for the first time, which begins the first reading of the list. */
export function createListedGrades(look: Look): ListedGrades {
  const shown = new Map<string, { readonly grade: string; readonly atMs: number }>();
  let readAtMs = Number.NEGATIVE_INFINITY;
  let isReading = false;
  const read = async (): Promise<void> => {
    for (let page = 0; page < mostPages; page += 1) {
      // What it shows may have changed while it was on its way.
      const atMs = Date.now();
      const domains = (await readGrades(look, page)) ?? [];
      for (const { Name, Grade } of domains) shown.set(oneSpelling(Name), { grade: Grade, atMs });
      if (domains.length < gradesPerPage) return;
    }
  };
  // An account's domains come and go.
  const forgetOld = () => {
    for (const [domain, { atMs }] of shown) if (!isFresh(atMs)) shown.delete(domain);
  };
  return {
    gradeOf: (domain, sinceMs) => {
      const nowMs = Date.now();
      // By a clock that is behind, no reading would ever be recent enough.
      const isTooOld = readAtMs < sinceMs && sinceMs <= nowMs;
      if (!isReading && (isTooOld || nowMs - readAtMs > freshForMs)) {
        isReading = true;
        readAtMs = nowMs;
        void read()
          .catch(() => {})
          .finally(() => {
            isReading = false;
            forgetOld();
          });
      }
      const known = shown.get(oneSpelling(domain));
      return known && known.atMs >= sinceMs && isFresh(known.atMs) ? known.grade : null;
    },
  };
}

function isFresh(atMs: number): boolean {
  return Date.now() - atMs <= 2 * freshForMs;
}

/** One page of an account's domains; null where it cannot be read. */
export async function readGrades(look: Look, page: number) {
  const seen = await look(describeDomainList, {
    Type: 'ALL',
    Offset: page * gradesPerPage,
    Limit: gradesPerPage,
  });
  const parsed = seen.kind === 'seen' ? answer.safeParse(seen.fields) : null;
  return parsed?.success ? (parsed.data.DomainList ?? []) : null;
}
