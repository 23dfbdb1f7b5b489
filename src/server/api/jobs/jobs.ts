import { formatInstant } from '../../../kernel/instant.ts'
import type { Result } from '../../../kernel/result.ts'
import type { SubjectId } from '../../../ledger/entry.ts'
import type { Clock } from '../../../workflow/ports.ts'
import type { Refusal } from '../route.ts'

/** A piece of work that goes on after its request was answered. It is known as long as the server runs; what it did stands in the ledger. */
export interface Job {
  readonly id: string
  readonly owner: SubjectId
  readonly target: string
  state: 'running' | 'done' | 'failed'
  /** Lines of the plan that were tried, of how many. */
  done: number
  total: number
  readonly started: string
  ended: string | undefined
  result: object | undefined
  why: string | undefined
  /** What became of each line so far; the first ones are forgotten of a very long run. */
  readonly lines: readonly JobLine[]
  tell(done: number, total: number, lines: readonly Omit<JobLine, 'number'>[]): void
}

/** A line of a plan that was tried, once what came of it is recorded. */
export interface JobLine {
  /** From 1 on. */
  readonly number: number
  readonly text: string
  /** Why it did not take effect. */
  readonly problem: string | null
}

export interface Jobs {
  /** Begins a piece of work; the same id again is the job that was begun. */
  start(id: string, owner: SubjectId, target: string, work: (job: Job) => Promise<Result<object, Refusal>>): Job
  find(id: string): Job | undefined
  /** Those that are remembered, the last one begun first. */
  all(): readonly Job[]
  /** Resolves once a job goes on or is over, or at the latest when it is told to. */
  changed(job: Job, enough: AbortSignal): Promise<void>
}

/** So many jobs are remembered that are over. */
const REMEMBERED = 200
/** So many lines of a job are remembered. */
const LINES = 1000

export function createJobs(clock: Clock, failed: (error: unknown) => string): Jobs {
  const jobs = new Map<string, Job>()
  const now = () => formatInstant(clock.now())
  const waiting = new Map<Job, Set<() => void>>()
  const wake = (job: Job) => {
    const all = waiting.get(job) ?? []
    waiting.delete(job)
    for (const one of all) one()
  }
  const forget = () => {
    for (const { id, state } of jobs.values()) {
      if (jobs.size <= REMEMBERED) return
      if (state !== 'running') jobs.delete(id)
    }
  }
  const run = async (job: Job, work: (job: Job) => Promise<Result<object, Refusal>>) => {
    try {
      const result = await work(job)
      job.state = result.ok ? 'done' : 'failed'
      if (result.ok) job.result = result.value
      else job.why = result.error.detail
    } catch (error) {
      job.state = 'failed'
      job.why = failed(error)
    }
    job.ended = now()
    wake(job)
    forget()
  }
  return {
    find: (id) => jobs.get(id),
    all: () => [...jobs.values()].toReversed(),
    changed: (job, enough) =>
      new Promise((resolve) => {
        if (job.state !== 'running' || enough.aborted) return resolve()
        const waiters = waiting.get(job) ?? new Set()
        const done = () => {
          waiters.delete(done)
          enough.removeEventListener('abort', done)
          resolve()
        }
        waiters.add(done)
        waiting.set(job, waiters)
        enough.addEventListener('abort', done)
        return undefined
      }),
    start(id, owner, target, work) {
      const known = jobs.get(id)
      if (known !== undefined) return known
      const lines: JobLine[] = []
      let count = 0
      const job: Job = {
        id,
        owner,
        target,
        state: 'running',
        done: 0,
        total: 0,
        started: now(),
        ended: undefined,
        result: undefined,
        why: undefined,
        lines,
        tell(done, total, told) {
          lines.push(...told.map((line) => ({ ...line, number: (count += 1) })))
          lines.splice(0, Math.max(0, lines.length - LINES))
          Object.assign(job, { done, total })
          wake(job)
        },
      }
      jobs.set(id, job)
      void run(job, work)
      return job
    },
  }
}
