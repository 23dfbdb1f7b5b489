import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { draft, type Draft } from '../../ledger/entry.ts'
import type { RequestContent, RoleRequest } from '../../ledger/state.ts'

/** The grant that a request leads to. */
export function grantDraft(
  request: Pick<RoleRequest, 'id' | 'subject' | 'role' | 'targets' | 'scope'> & Pick<RequestContent, 'account' | 'until' | 'useCase'>,
  gives: { readonly from: Instant; readonly rights: readonly string[] },
  door: 'request' | 'automatic',
  clause: string,
  decidedBy: readonly string[],
): Draft {
  return draft('grant.made', {
    subject: request.subject,
    role: request.role,
    ...(request.account === undefined ? {} : { account: request.account }),
    ...(request.targets === undefined ? {} : { target: [...request.targets] }),
    rights: [...gives.rights],
    from: formatInstant(gives.from),
    ...(request.until === undefined ? {} : { until: formatInstant(request.until) }),
    ...(request.useCase === undefined ? {} : { use_case: request.useCase }),
    clause,
    decided_by: [...decidedBy],
    door,
    request: request.id,
    ...(request.scope === undefined ? {} : { scope: request.scope }),
  })
}
