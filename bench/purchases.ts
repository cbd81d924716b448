import { type JobsOptions, Queue } from 'bullmq';
import { rowOf, writeManifest } from './manifest.ts';
import type { Place } from './place.ts';
import { endedWell } from './running.ts';

/** Submits a manifest of so many rows and returns the run. */
export async function submit(
  place: Place,
  purchases: number,
  { isLookedAtFirst = false }: { readonly isLookedAtFirst?: boolean } = {},
): Promise<string> {
  const path = await writeManifest(place.folder, purchases);
  const { stdout } = await endedWell(
    place.tcbatch(['submit', path, '--yes', ...(isLookedAtFirst ? [] : ['--no-precheck'])]),
  );
  return stdout.trim();
}

/** Gives so many jobs to the queue of the bare workers. */
export async function enqueueBare(place: Place, jobs: number, options: JobsOptions = {}): Promise<void> {
  const queue = new Queue('bare', { connection: place.redis.connect() });
  await queue.addBulk(
    Array.from({ length: jobs }, (_, i) => ({ name: 'buy', data: rowOf(i + 1), opts: options })),
  );
  await queue.close();
}
