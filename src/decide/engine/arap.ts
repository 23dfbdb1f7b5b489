import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { Id } from '../../charter/model.ts'
import type { Explanation } from './explanation.ts'

/** Where and until when a refused request may be followed by a request for access. */
export interface AccessRequestPlace {
  /** Names this evaluation; the request for access refers to it. */
  readonly evaluationId: string
  readonly evaluatedAt: Instant
  /** Where a request is sent, and the document that describes its body. */
  readonly endpoint: string
  readonly schemaUrl?: string | undefined
  readonly expiresAt: Instant
  /** The page where a person asks for a role. */
  readonly formUrl?: ((role: Id) => string) | undefined
}

/** What the profile puts into the context of a decision. */
export interface AccessRequestContext {
  readonly evaluation_id: string
  readonly evaluated_at: string
  readonly reason: string
  readonly access_request?: {
    readonly endpoint: string
    /** The role to ask for. */
    readonly template: Id
    readonly expires_at: string
    readonly form_url?: string
    readonly request_schema_url?: string
    readonly display: { readonly title: string; readonly description: string }
  }
}

/**
 * A refusal in the shape of the AuthZEN Access Request and Approval Profile (draft of 2026): with `access_request` where one role alone would turn the
 * answer to yes and people may ask for it. `undefined` for a yes.
 */
export function accessRequestContext(explanation: Explanation, place: AccessRequestPlace): AccessRequestContext | undefined {
  if (explanation.allowed) return undefined
  const role = roleToAskFor(explanation)
  const base = { evaluation_id: place.evaluationId, evaluated_at: formatInstant(place.evaluatedAt) }
  if (role === undefined) return { ...base, reason: explanation.because[0]?.code ?? 'refused' }
  const form = place.formUrl?.(role)
  return {
    ...base,
    reason: 'approval_required',
    access_request: {
      endpoint: place.endpoint,
      template: role,
      expires_at: formatInstant(place.expiresAt),
      ...(form === undefined ? {} : { form_url: form }),
      ...(place.schemaUrl === undefined ? {} : { request_schema_url: place.schemaUrl }),
      display: { title: `Request ${role}`, description: explanation.sentence },
    },
  }
}

/** The first role that would do alone and that people ask for; one that is only given is no answer: a request for it would be refused. */
function roleToAskFor({ missing, whoCanHelp }: Explanation): Id | undefined {
  if (missing.login) return undefined
  // with what is not known a role may not be enough
  if (missing.unknown.length > 0) return undefined
  const single = missing.roles.flatMap((set) => (set.length === 1 ? set : []))
  return single.find((role) => whoCanHelp.some((one) => one.gives === role && one.kind === 'request'))
}
