import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { consistencyFile as makeFile } from '../../views/log-proof.ts'
import { reads } from '../route.ts'
import { consistencyFile } from './proof-shapes.ts'

const size = z.coerce.number().int().min(1)

export const proveConsistency = reads({
  id: 'proveConsistency',
  path: '/log/consistency',
  summary: 'That the log of the size `second` (default: of all entries) begins with that of the size `first`',
  scope: undefined,
  query: z.strictObject({ first: size, second: size.optional() }),
  answer: consistencyFile,
  refusals: ['not-found'],
  async run({ scene }, { query: { first, second } }) {
    const file = await makeFile(scene, first, second ?? scene.moment.size)
    return file === undefined ? err({ code: 'not-found', detail: 'the log was never of these sizes' }) : ok({ body: file })
  },
})
