import { z } from 'zod'
import { hasWritRight } from '../../../decide/grant.ts'
import { handleOf } from '../../../decide/question.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { moment, named, next, pageQuery, texts } from '../shapes.ts'

export const listTokens = reads({
  id: 'listTokens',
  path: '/tokens',
  summary: 'One’s own tokens, never their secrets; all of them with `make-token`',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answer: named(
    'Tokens',
    z.object({
      tokens: z.array(
        z.object({ id: z.string(), person: z.string(), scopes: texts, until: moment, revoked: z.boolean(), lastUsed: moment.nullable() }),
      ),
      next,
    }),
  ),
  run({ known, person, serving: { tokenUses } }, { query }) {
    const all = person !== undefined && hasWritRight(known, person, 'make-token')
    const seen = [...known.state.tokens()].filter(({ owner }) => all || owner === person)
    const { page, next: following } = pageOf(seen, ({ id }) => id, query)
    const tokens = page.map(({ id, owner, scopes, until, revoked }) => ({
      id,
      person: handleOf(known.state, owner),
      scopes,
      until: formatInstant(until),
      revoked,
      lastUsed: isoOrNull(tokenUses?.of(id)),
    }))
    return ok({ body: { tokens, next: following }, concerning: page.map(({ owner }) => owner) })
  },
})
