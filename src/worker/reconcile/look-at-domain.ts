import type { ReadBack } from '../../shared/actions/action.ts';
import type { Conclusion } from './conclude.ts';
import { findGrade, missingDomainCode } from './domain-grade.ts';
import type { LookRoom, Question } from './room.ts';

/** Settles a CreatePackageOrder in doubt by its domain: it has one grade, the one that was asked for or another. */
export async function lookAtDomain(
  room: LookRoom,
  question: Question,
  readBack: ReadBack,
): Promise<Conclusion> {
  const { Domain: domain, Grade: wanted } = question.params;
  const seen = await findGrade(room.provider.look, readBack, String(domain));
  if (seen.kind === 'unseen') return { kind: 'unclear', seen: 'Looked: the domain could not be read.' };
  if (seen.kind === 'refused') {
    // A domain that is not there has no plan; other refusals say nothing of it.
    const isMissing = seen.code === missingDomainCode;
    return {
      kind: isMissing ? 'no-trace' : 'unclear',
      seen: `Looked: DescribeDomain answered ${seen.code}.`,
    };
  }
  const { grade } = seen;
  // The same grade is spelled DP_ULTRA on one page and DP_Ultra on another.
  if (grade.toLowerCase() === String(wanted).toLowerCase()) {
    return { kind: 'bought', bought: { orderId: null, resourceIds: [], delivery: 'complete' } };
  }
  return { kind: 'no-trace', seen: `Looked: the domain has grade ${grade}, not ${String(wanted)}.` };
}
