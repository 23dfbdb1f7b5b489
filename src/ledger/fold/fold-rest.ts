import { momentOf, type Handlers } from './handler.ts'

/** Tokens, suspensions. */
export const foldRest = {
  'token.made': ({ matters }, { fields: { token, secret, owner, scopes, until } }) => {
    const end = momentOf(until)
    if (token !== undefined && secret !== undefined && owner !== undefined && end !== undefined)
      matters.addToken({ id: token, secret, owner, scopes: scopes ?? [], until: end, revoked: false })
  },
  'token.revoked': ({ matters }, { fields: { token } }) => {
    if (token !== undefined) matters.revokeToken(token)
  },
  'suspension.started': ({ matters }, { seq, at, fields: { subject, cause, until } }) => {
    if (subject !== undefined) matters.suspend(subject, { id: seq, from: at, until: momentOf(until), cause: cause ?? '' })
  },
  'suspension.ended': ({ matters }, { fields: { suspension } }) => {
    if (suspension !== undefined) matters.endSuspension(suspension)
  },
} as const satisfies Handlers
