/** Does pieces of work of one name one after the other, those of different names side by side. */
export type OneAtATime = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

export function oneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    // What became of the piece before is told to whoever asked for it.
    const before = last.get(name)?.catch(() => {}) ?? Promise.resolve();
    const own = before.then(work);
    last.set(name, own);
    try {
      return await own;
    } finally {
      if (last.get(name) === own) last.delete(name);
    }
  };
}
