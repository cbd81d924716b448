import { z } from 'zod';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Look, Unseen } from '../../shared/seen.ts';

const answer = z.object({ DomainInfo: z.object({ Grade: z.string() }) });

/** What DNSPod answers of a domain that is not in the account. */
export const missingDomainCode = 'InvalidParameterValue.DomainNotExists';

/** The grade that a domain has now, or why it cannot be read. */
export async function findGrade(
  look: Look,
  readBack: ReadBack,
  domain: string,
): Promise<{ readonly kind: 'grade'; readonly grade: string } | Unseen> {
  const seen = await look(readBack, { Domain: domain });
  if (seen.kind !== 'seen') return seen;
  const parsed = answer.safeParse(seen.fields);
  return parsed.success ? { kind: 'grade', grade: parsed.data.DomainInfo.Grade } : { kind: 'unseen' };
}
