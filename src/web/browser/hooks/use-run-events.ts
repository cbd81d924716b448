import { useEffect, useState } from '/assets/vendor/preact.js';
import type { Counts, RunStatus } from '../../api-types.ts';
import { ask } from '../ask.ts';

/** A run as it stands now. */
export interface LiveRun {
  /** Null until the first event. */
  readonly status: RunStatus | null;
  readonly byAction: Readonly<Record<string, Counts>>;
  readonly isConnected: boolean;
}

/** How long a browser that was refused waits before it opens the stream anew. */
const comeBackMs = 3_000;

/** Follows a run. The stream comes back by itself after a lost connection or a restart of the server. */
export function useRunEvents(run: string): LiveRun {
  const [live, setLive] = useState<LiveRun>({ status: null, byAction: {}, isConnected: true });

  useEffect(() => {
    let stream: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const change = (part: Partial<LiveRun>) => setLive((before: LiveRun) => ({ ...before, ...part }));
    const open = () => {
      stream = new EventSource(`/api/runs/${run}/events?actions=true`);
      stream.addEventListener('status', ({ data }) =>
        change({ status: JSON.parse(data) as RunStatus, isConnected: true }),
      );
      stream.addEventListener('actions', ({ data }) => change({ byAction: JSON.parse(data) }));
      stream.addEventListener('error', () => {
        change({ isConnected: false });
        if (stream.readyState !== EventSource.CLOSED) return;
        // A stream does not tell why it was refused: asking for the run leads to the login page where that is why.
        ask(`/api/runs/${run}`).catch(() => null);
        timer = setTimeout(open, comeBackMs);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [run]);

  return live;
}
