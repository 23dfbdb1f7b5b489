import { rightText } from '../../charter/members.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Entry } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { decider } from '../../render/public-sentence.ts'
import type { GrantView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { accountName } from './naming.ts'
import { lineOf } from './place.ts'

/** Grants as the public may see them: each from the public views of the entries that made, renewed and ended it. */
export async function grantViews(scene: Scene, grants: Iterable<Grant>): Promise<readonly GrantView[]> {
  const views: GrantView[] = []
  for (const grant of grants) {
    const view = await grantView(scene, grant)
    if (view !== undefined) views.push(view)
  }
  return views
}

async function grantView(scene: Scene, grant: Grant): Promise<GrantView | undefined> {
  const made = await scene.entry(grant.id)
  if (made?.type !== 'grant.made') return undefined
  const { fields } = made
  const current = await latestTerms(scene, grant, made)
  const ended = grant.ended === undefined ? undefined : await scene.entry(grant.ended.seq)
  const { charter } = scene
  return {
    entry: grant.id,
    person: fields.subject === undefined ? undefined : (scene.handleOf(fields.subject) ?? null),
    role: fields.role === undefined ? undefined : { id: fields.role, title: charter.roles.get(fields.role)?.title ?? fields.role },
    account: fields.account === undefined ? undefined : accountName(scene, fields.account),
    rights: fields.rights,
    rightTexts: fields.rights?.map((name) => rightText(charter, name)),
    from: fields.from,
    until: scene.fieldsOf(grant).includes('until') ? (current.until ?? null) : undefined,
    useCase: current.useCase,
    decidedBy: fields.decided_by?.map((name) => decider(name, { person: scene.handleOf })),
    clause: fields.clause === undefined ? undefined : { text: fields.clause, line: lineThen(scene, grant.id, fields.clause) },
    found: fields.door === 'found',
    ended: ended === undefined ? undefined : endOf(ended as Entry),
  }
}

/** The end and the use case that hold now: those of the last renewal or review that says something public of it. */
async function latestTerms(
  scene: Scene,
  grant: Grant,
  made: Entry<'grant.made'>,
): Promise<{ readonly until: string | undefined; readonly useCase: string | undefined }> {
  let [until, useCase] = [made.fields.until, made.fields.use_case]
  for (const seq of grant.renewals) {
    const renewal = await scene.entry(seq)
    if (renewal?.type !== 'grant.renewed') continue
    until = renewal.fields.until
    useCase = renewal.fields.use_case ?? useCase
  }
  return { until, useCase }
}

function endOf(entry: Entry): string {
  return entry.type === 'grant.ended' && entry.fields.from !== undefined ? entry.fields.from : formatInstant(entry.at)
}

/** The line of a clause, if the charter that it stood in is the one shown. */
function lineThen(scene: Scene, seq: number, clause: string): string | undefined {
  return scene.revisionAt(seq).hash === scene.revision.hash ? lineOf(scene.source, clause) : undefined
}
