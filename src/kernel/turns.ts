/** Lets work of one name come one after the other, whatever became of the one before. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Turns within one process. */
export function createTurns(): Turns {
  const turns = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const mine = (turns.get(name) ?? Promise.resolve()).then(work, work)
    turns.set(name, mine)
    try {
      return await mine
    } finally {
      if (turns.get(name) === mine) turns.delete(name)
    }
  }
}
