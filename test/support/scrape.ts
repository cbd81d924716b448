/** What a Prometheus endpoint told: the value of each series by its whole name. */
export type Series = ReadonlyMap<string, number>;

/** Reads an endpoint as Prometheus would. Throws unless it answers with 200. */
export async function scrape(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Series> {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Cannot scrape ${url}: got ${answer.status} ${text}`);
  return readSeries(text);
}

function readSeries(text: string): Series {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const blank = line.lastIndexOf(' ');
      return [line.slice(0, blank), Number(line.slice(blank + 1))] as const;
    }),
  );
}
