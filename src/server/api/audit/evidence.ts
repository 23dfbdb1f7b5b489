import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { evidenceFile as makeFile, holderOf } from '../../views/evidence.ts'
import { evidenceFile } from '../log/proof-shapes.ts'
import { reads } from '../route.ts'
import { entryInPath } from '../shapes.ts'

export const getGrantEvidence = reads({
  id: 'getGrantEvidence',
  path: '/audit/grants/{grant}',
  summary: 'Everything that the log holds about a grant, each entry with its proof, private fields too; that it was read is put on record',
  scope: 'read',
  right: 'read-private',
  params: z.strictObject({ grant: entryInPath }),
  answer: evidenceFile,
  async run({ scene }, { params: { grant } }) {
    const found = await makeFile(scene, grant)
    const holder = holderOf(scene.state, grant)
    if (found === undefined || holder === undefined) return err({ code: 'not-found', detail: `entry ${grant} made no grant` })
    return ok({ body: found.file, concerning: [holder] })
  },
})
