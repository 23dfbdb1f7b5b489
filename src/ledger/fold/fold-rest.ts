import { momentOf, type Handlers } from './handler.ts'

/** The charter, tokens, suspensions. */
export const foldRest = {
  genesis: ({ charters }, { seq, at, fields: { charter, demo } }) => {
    charters.demo = demo ?? false
    if (charter !== undefined) charters.adopt({ seq, hash: charter, from: at })
  },
  'charter.adopted': ({ charters }, { seq, at, fields: { charter, from, decided_by: decidedBy } }) => {
    if (charter !== undefined)
      charters.adopt({ seq, hash: charter, from: momentOf(from) ?? at, ...(decidedBy === undefined ? {} : { decidedBy }) })
  },
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
