import { momentOf, type Handlers } from './handler.ts'

/** Tokens. */
export const foldRest = {
  'token.made': ({ matters }, { fields: { token, secret, owner, scopes, until } }) => {
    const end = momentOf(until)
    if (token !== undefined && secret !== undefined && owner !== undefined && end !== undefined)
      matters.addToken({ id: token, secret, owner, scopes: scopes ?? [], until: end, revoked: false })
  },
  'token.revoked': ({ matters }, { fields: { token } }) => {
    if (token !== undefined) matters.revokeToken(token)
  },
} as const satisfies Handlers
