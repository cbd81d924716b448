/** More sentences of one kind tell a person nothing new. */
const sentencesOfAKind = 20;

/** The first of them, and how many more there are. */
export function firstSentences(sentences: readonly string[]): string[] {
  const left = sentences.length - sentencesOfAKind;
  return left > 0
    ? [...sentences.slice(0, sentencesOfAKind), `And ${left} more of this kind.`]
    : [...sentences];
}
