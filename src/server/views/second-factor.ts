import { hasWritRight } from '../../decide/grant.ts'
import type { Hashing } from '../../kernel/hashing.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { SecondFactorView } from '../../web/view.ts'
import { checkSecondFactor } from '../auth/second-factor-check.ts'
import type { Scene } from '../scene.ts'
import { rowsBetween } from './log.ts'

interface KeptFactor {
  readonly evidence: string
  /** Whoever did what the entry says. */
  readonly by: SubjectId
}

/** The second factor that an entry keeps, for whoever gave it and for holders of `read-private`; undefined = none, or not for them. */
export async function keptFactor(scene: Scene, viewer: SubjectId, seq: number): Promise<KeptFactor | undefined> {
  const [entry] = seq < scene.moment.size ? await scene.moment.entries(seq, 1) : []
  if (entry === undefined || entry.type === 'sealed' || !('evidence' in entry.fields)) return undefined
  const { evidence } = entry.fields
  const by = /^subject:(.+)$/.exec(entry.origin?.identity ?? '')?.[1]
  if (evidence === undefined || by === undefined) return undefined
  return by === viewer || hasWritRight(scene, viewer, 'read-private') ? { evidence, by } : undefined
}

/** What a kept second factor is and whether it holds; undefined where it is in no form that can be read. */
export async function secondFactorView(
  scene: Scene,
  hashing: Hashing,
  seq: number,
  { evidence, by }: KeptFactor,
): Promise<SecondFactorView | undefined> {
  const { moment, state } = scene
  const keyOf = async (key: number) => {
    const [added] = key < moment.size ? await moment.entries(key, 1) : []
    return added?.type === 'key.added' && added.fields.owner === by ? added.fields.key : undefined
  }
  const checked = await checkSecondFactor(evidence, hashing, keyOf)
  const [row] = await rowsBetween(scene, seq, seq + 1, () => true)
  if (checked === undefined || row === undefined) return undefined
  const { factor, hash = null, bound = null, signed = null } = checked
  const { way, key = null, over = null, proof } = factor
  return { entry: seq, at: row.at, text: row.text, by: state.person(by)?.handle ?? by, way, key, hash, over, bound, signed, proof }
}
