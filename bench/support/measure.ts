/** Whether the sizes of DESIGN are wanted (`npm run bench -- --full`) rather than those that take seconds. */
export function isFull(): boolean {
  return process.argv.includes('--full')
}

/** CPU seconds, user and system, that a piece of work took in this process. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Milliseconds by the wall. */
export async function wallMs(work: () => unknown): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** `30,812`, `0.125`: three figures are enough. */
export function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}
