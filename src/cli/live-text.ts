import type { WriteStream } from 'node:tty';

/** A text on a terminal that is drawn over itself. */
export interface LiveText {
  readonly show: (text: string) => void;
  /** Takes the text away. */
  readonly clear: () => void;
  /** Leaves the last text standing. */
  readonly close: () => void;
}

/** More often is more than an eye can read, and costs the terminal. */
const leastMs = 250;

/** Shows text on `terminal`, four times a second at most; lines that are too long or too many for it are cut. */
export function createLiveText(terminal: WriteStream): LiveText {
  let drawnLines = 0;
  let drawnAtMs = 0;
  let isClosed = false;

  const clear = () => {
    if (drawnLines > 0) terminal.write(`${csi}${drawnLines}A\r${csi}J`);
    drawnLines = 0;
  };
  return {
    show: (text) => {
      if (isClosed || Date.now() - drawnAtMs < leastMs) return;
      drawnAtMs = Date.now();
      const lines = text
        .trimEnd()
        .split('\n')
        .slice(0, Math.max(1, terminal.rows - 1));
      const up = drawnLines > 0 ? `${csi}${drawnLines}A\r` : '';
      // One write, so that no half-drawn text is seen; no wrapping, so that each line takes one row of the screen.
      terminal.write(`${up}${csi}J${csi}?7l${lines.map((line) => `${line}\n`).join('')}${csi}?7h`);
      drawnLines = lines.length;
    },
    clear,
    close: () => {
      isClosed = true;
    },
  };
}

const csi = '\u001b[';
