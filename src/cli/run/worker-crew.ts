import type { Environment } from '../../shared/environment.ts';
import { say } from '../terminal.ts';
import { type OwnProcess, startOwnProcess } from './own-process.ts';

/** The worker processes of one run. */
export interface WorkerCrew {
  /** Why no worker is left that could go on; null while there is one. */
  readonly failure: () => string | null;
  /** Lets what is in flight finish, and waits until every process is gone. Safe to call twice. */
  readonly drain: () => Promise<void>;
  /** Ends every process at once. */
  readonly kill: () => void;
}

export interface CrewOptions {
  readonly environment: Environment;
  readonly size: number;
  readonly arguments: readonly string[];
}

/** A worker that dies is replaced; so many deaths in one run are no accident. */
const mostReplacements = 10;

/** Starts `size` workers and keeps as many working until they are drained. */
export function startCrew({ environment, size, arguments: values }: CrewOptions): WorkerCrew {
  const members = new Set<OwnProcess>();
  let isDraining = false;
  let replacements = 0;
  let failure: string | null = null;

  const hire = () => {
    const member = startOwnProcess(['worker', ...values], { environment });
    members.add(member);
    void member.ended.then((code) => {
      members.delete(member);
      if (!isDraining) replace(code);
    });
  };
  const replace = (code: number | null) => {
    // A wrong setup stays wrong, and its reason stands on standard error already.
    if (code === 2 || replacements === mostReplacements) {
      failure ??= code === 2 ? 'The worker cannot work with this setup.' : 'Workers keep dying.';
      return;
    }
    replacements += 1;
    say(
      `A worker ended unexpectedly (${code === null ? 'killed' : `exit code ${code}`}); another one takes over.`,
    );
    hire();
  };
  for (let i = 0; i < size; i += 1) hire();
  return {
    failure: () => failure,
    drain: async () => {
      isDraining = true;
      await Promise.all(Array.from(members, (member) => member.drain()));
    },
    kill: () => {
      isDraining = true;
      for (const member of members) member.kill();
    },
  };
}
