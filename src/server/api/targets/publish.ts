import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { DEFAULT_PREFIX, isLegalTitle, pageNames } from '../../../render/pages/page-names.ts'
import { withScene } from '../../serving.ts'
import { PUBLISHED, publishedPages, publishedSummary, USUAL } from '../../views/published-pages.ts'
import { writes } from '../route.ts'
import { name, named } from '../shapes.ts'
import { failure, targetOf } from './of.ts'

export const publish = writes({
  id: 'publishPages',
  path: '/targets/{target}/pages',
  summary:
    'Keeps pages on a wiki up to date that tell the public record: what is the same is not written again, and a page that somebody else made is never written over',
  scope: 'apply',
  right: 'apply',
  params: z.strictObject({ target: name }),
  body: named(
    'PagesToPublish',
    z.strictObject({
      what: z.array(z.enum(PUBLISHED)).min(1).optional().describe('`log` and `holders` if nothing is said'),
      prefix: name.refine(isLegalTitle, 'cannot be the title of a page').optional().describe(`\`${DEFAULT_PREFIX}\` if nothing is said`),
      dryRun: z.boolean().optional(),
    }),
  ),
  answer: named(
    'PublishedPages',
    z.object({
      target: z.string(),
      dryRun: z.boolean(),
      pages: z.array(z.object({ title: z.string(), outcome: z.enum(['same', 'made', 'changed', 'foreign', 'conflict']) })),
    }),
  ),
  refusals: ['target-failed'],
  async run({ instance, serving }, { params, body: { what = USUAL, prefix = DEFAULT_PREFIX, dryRun = false } }) {
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, params.target)
    if (!target.ok) return target
    const connected = instance.targets.get(target.value)
    if (connected?.publish === undefined)
      return err({ code: 'conflict', detail: 'the target is not connected, or is no wiki: nothing can be kept there' })
    const made = await withScene(serving, async (scene) => ({
      pages: await publishedPages(scene, target.value, what, pageNames(scene.charter, prefix)),
      summary: publishedSummary(scene),
    }))
    const answer = await connected.publish(made.pages, { summary: made.summary, dryRun })
    if (!answer.ok) return err(failure(answer.error))
    return ok({ target: target.value, dryRun, pages: answer.value.map(({ title, outcome }) => ({ title, outcome })) })
  },
})
