import type { Json } from '../kernel/json.ts'
import type { Channel, Identity, Origin } from './entry.ts'
import { isSubjectId } from './subject.ts'
import { faultOfName } from './values.ts'

const CHANNELS: Readonly<Record<Channel, true>> = { cli: true, web: true, api: true, job: true, import: true }

/** Why an origin cannot be recorded; undefined = it can. */
export function faultOfOrigin(origin: Origin): string | undefined {
  if (!Object.hasOwn(CHANNELS, origin.channel))
    return `the channel \`${origin.channel}\` is unknown; it is one of ${Object.keys(CHANNELS).join(', ')}`
  if (!isIdentity(origin.identity)) return 'the identity must be `subject:<opaque id>`, `operator:<user>` or `writ:job:<name>`'
  if (origin.actedFor !== undefined && !isSubjectId(origin.actedFor)) return 'the person acted for must be an opaque id'
  return undefined
}

function isIdentity(identity: string): identity is Identity {
  if (identity.startsWith('subject:')) return isSubjectId(identity.slice('subject:'.length))
  const name = /^(?:operator|writ:job):([^]*)$/.exec(identity)?.[1]
  return name !== undefined && faultOfName(name) === undefined
}

/** The committed form: `acted_for` only where different. */
export function originJson(origin: Origin): Json {
  return { channel: origin.channel, identity: origin.identity, ...(origin.actedFor === undefined ? {} : { acted_for: origin.actedFor }) }
}

export function originFromJson(json: Json): Origin {
  const { channel, identity, acted_for: actedFor } = json as { channel: Channel; identity: Identity; acted_for?: string }
  return actedFor === undefined ? { channel, identity } : { channel, identity, actedFor }
}
