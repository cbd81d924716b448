/** Looks again at once while nothing is seen, `mostLooks` times in all; the last look stands. */
export async function untilSeen<Shown extends object>(
  look: () => Promise<Shown>,
  mostLooks: number,
): Promise<Shown> {
  let shown = await look();
  for (let looks = 1; isUnseen(shown) && looks < mostLooks; looks += 1) shown = await look();
  return shown;
}

function isUnseen(shown: object): boolean {
  return 'kind' in shown && shown.kind === 'unseen';
}
