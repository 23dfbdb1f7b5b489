import type { AskedFor } from '../../decide/request/filing.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { Instance } from '../instance.ts'
import { contentHash } from '../grant-role.ts'

/** What approvers approve: for whom, which role, on which account, until when, what for. Any change makes another hash. */
export function requestContent(instance: Instance, asked: Omit<AskedFor, 'end'>, until: Instant | undefined): string {
  return contentHash(instance, {
    verb: 'request',
    subject: asked.subject,
    role: asked.role,
    account: asked.account ?? null,
    targets: asked.targets ?? null,
    scope: asked.scope ?? null,
    until: until === undefined ? null : formatInstant(until),
    use_case: asked.useCase ?? null,
    answers: asked.answers,
  })
}
