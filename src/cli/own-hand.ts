import { hostname, userInfo } from 'node:os';
import type { Hand } from '../control/act.ts';

/** The hand of the person at this terminal, as the audit names it. */
export function ownHand(why: string | null = null): Hand {
  return { who: `${userName()}@${hostname()}`, why };
}

/** A container may run under a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
