import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

/** Many who watch a run at once, each on a connection of its own, as browsers do. */
export interface Watchers {
  /** Events that all of them got together. */
  readonly events: () => number;
  readonly close: () => Promise<void>;
}

/** Opens so many event streams of a run, and resolves once each has told where it stands. */
export async function openWatchers(
  { url, token }: { readonly url: string; readonly token: string },
  run: string,
  count: number,
): Promise<Watchers> {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const headers = { authorization: `Bearer ${token}` };
  let events = 0;
  const open = async (): Promise<IncomingMessage> => {
    const request = get(`${url}/api/runs/${run}/events`, { agent, headers });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.setEncoding('utf8').on('data', (text: string) => {
      events += text.split('event: status').length - 1;
    });
    // They are hung up on at the end.
    answer.on('error', () => {});
    await once(answer, 'data');
    return answer;
  };
  const streams = await Promise.all(Array.from({ length: count }, open));
  return {
    events: () => events,
    close: async () => {
      const ended = streams.map((stream) => once(stream, 'close'));
      for (const stream of streams) stream.destroy();
      await Promise.all(ended);
      agent.destroy();
    },
  };
}
