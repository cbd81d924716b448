import type { Writable } from 'node:stream';
import { RequestProblem } from '../server/problem.ts';
import type { Reading, RunWatch } from './run-watch.ts';

/** Streams of events to those who watch a run. */
export interface EventStreams {
  /** Writes the run's events into `stream` until it closes. Throws a RequestProblem when there are too many already. */
  readonly open: (run: string, stream: Writable, options: { readonly withActions: boolean }) => void;
  readonly size: () => number;
  /** Ends every stream in good order; a browser comes back by itself. */
  readonly close: () => void;
}

/** So that a proxy does not take a quiet stream for a dead one. */
const heartbeatMs = 15_000;
/** Whoever watches on must show their token or session again. */
const longestMs = 3_600_000;
/** Each costs a socket and some kilobytes. */
const mostStreams = 2_000;
/** What a browser waits before it comes back. */
const comeBackMs = 1_000;

export function openEventStreams(watch: RunWatch): EventStreams {
  const streams = new Set<Writable>();
  return {
    open: (run, stream, { withActions }) => {
      if (streams.size >= mostStreams) throw tooMany();
      streams.add(stream);
      stream.write(`retry: ${comeBackMs}\n\n`);
      const pen = penFor(stream, withActions);
      const leave = watch.add(run, { onReading: pen.write, onGone: () => stream.end() });
      const heartbeat = setInterval(() => stream.write(': \n\n'), heartbeatMs);
      const end = setTimeout(() => stream.end(), longestMs);
      stream.once('close', () => {
        leave();
        clearInterval(heartbeat);
        clearTimeout(end);
        streams.delete(stream);
      });
      // A browser that goes away in the middle of a write is no failure.
      stream.on('error', () => {});
    },
    size: () => streams.size,
    close: () => {
      for (const stream of streams) stream.end();
    },
  };
}

/** Writes readings no faster than they are taken: whoever lags gets the newest, and nothing piles up. */
function penFor(stream: Writable, withActions: boolean) {
  let waiting: Reading | null = null;
  const write = (reading: Reading) => {
    if (stream.writableNeedDrain) {
      waiting = reading;
      return;
    }
    stream.write(eventsOf(reading, withActions));
  };
  stream.on('drain', () => {
    if (waiting === null) return;
    const reading = waiting;
    waiting = null;
    write(reading);
  });
  return { write };
}

function eventsOf({ id, status, byAction }: Reading, withActions: boolean): string {
  const actions = withActions ? `event: actions\ndata: ${JSON.stringify(byAction)}\n\n` : '';
  return `${actions}id: ${id}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`;
}

function tooMany(): RequestProblem {
  return new RequestProblem(
    503,
    'too-many-streams',
    'Cannot open another event stream as too many are open',
    {
      headers: { 'retry-after': '30' },
    },
  );
}
