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
}

export interface Jobs {
  /** Begins a piece of work; the same id again is the job that was begun. */
  start(id: string, owner: SubjectId, target: string, work: (job: Job) => Promise<Result<object, Refusal>>): Job
  find(id: string): Job | undefined
  /** Those that are remembered, the last one begun first. */
  all(): readonly Job[]
}

/** So many jobs are remembered that are over. */
const REMEMBERED = 200

export function createJobs(clock: Clock, failed: (error: unknown) => string): Jobs {
  const jobs = new Map<string, Job>()
  const now = () => formatInstant(clock.now())
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
    forget()
  }
  return {
    find: (id) => jobs.get(id),
    all: () => [...jobs.values()].toReversed(),
    start(id, owner, target, work) {
      const known = jobs.get(id)
      if (known !== undefined) return known
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
      }
      jobs.set(id, job)
      void run(job, work)
      return job
    },
  }
}
