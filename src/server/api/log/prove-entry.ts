import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { inclusionFile as makeFile } from '../../views/log-proof.ts'
import { reads } from '../route.ts'
import { entryInPath } from '../shapes.ts'
import { inclusionFile } from './proof-shapes.ts'

export const proveEntry = reads({
  id: 'proveEntry',
  path: '/log/{entry}/proof',
  summary: 'That an entry stands in the log of `size` entries (default: of all), with its bytes where they are public',
  scope: undefined,
  params: z.strictObject({ entry: entryInPath }),
  query: z.strictObject({ size: z.coerce.number().int().min(1).optional() }),
  answer: inclusionFile,
  async run({ scene }, { params: { entry }, query: { size } }) {
    const file = await makeFile(scene, entry, size)
    return file === undefined
      ? err({ code: 'not-found', detail: 'there is no entry of this number, or no log of this size' })
      : ok({ body: file })
  },
})
