import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { rowsBetween } from '../../views/log.ts'
import { reads } from '../route.ts'
import { entryInPath, publicRow } from '../shapes.ts'

export const showEntry = reads({
  id: 'getEntry',
  path: '/log/{entry}',
  summary: 'One entry of the log as the public may see it',
  scope: undefined,
  params: z.strictObject({ entry: entryInPath }),
  answer: publicRow,
  async run({ scene }, { params: { entry } }) {
    const [row] = entry < scene.moment.size ? await rowsBetween(scene, entry, entry + 1, () => true) : []
    return row === undefined ? err({ code: 'not-found', detail: 'there is no entry of this number' }) : ok({ body: row })
  },
})
