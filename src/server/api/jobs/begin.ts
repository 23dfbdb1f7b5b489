import { z } from 'zod'
import type { Result } from '../../../kernel/result.ts'
import type { Instance } from '../../../workflow/instance.ts'
import type { Doer, Refusal } from '../route.ts'
import { named } from '../shapes.ts'
import type { Job } from './jobs.ts'

export const begun = named('JobBegun', z.object({ job: z.string(), state: z.string() }))

/** Begins work on a target that goes on after the answer, with the ledger lent to it for as long as it takes. */
export function startJob(
  { instance, serving, jobs, key, person }: Doer,
  target: string,
  work: (instance: Instance, job: Job) => Promise<Result<object, Refusal>>,
): { readonly job: string; readonly state: string } {
  const { hashing } = instance.outside
  const id = hashing.base64url(hashing.sha256(hashing.utf8(key))).slice(0, 22)
  const { write } = serving
  if (write === undefined) throw new Error('a server that only shows runs no jobs')
  const { state } = jobs.start(id, person, target, (job) => write((own) => work(own, job)))
  return { job: id, state }
}
