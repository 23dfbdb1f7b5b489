/** One Ctrl-C may arrive twice, from the terminal and from whoever started us; a second one after this long is meant. */
const REPEAT_MS = 1000

/** Calls `stop` when the process is asked to end; a later signal ends it at once. Returns how to take the handlers away. */
export function stopOnSignal(stop: () => void): () => void {
  let first: number | undefined
  const handle = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (first === undefined) {
      first = now
      stop()
    } else if (now - first > REPEAT_MS) {
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
  }
  process.on('SIGTERM', handle)
  process.on('SIGINT', handle)
  return () => {
    process.off('SIGTERM', handle)
    process.off('SIGINT', handle)
  }
}
