/** The two kinds of resources: their schemas, and whether a document is one of them. */
import SCIMMY from 'scimmy'
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { problem, type ScimProblem } from './problem.ts'

export type Kind = 'User' | 'Group'
export type JsonObject = Readonly<Record<string, Json>>

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const { User, Group, EnterpriseUser } = SCIMMY.Schemas
// The library's types know the method for instances only.
User.extend(EnterpriseUser as never, false)

/** Said by the server alone, or said to nobody: whoever sends them is not listened to. */
const OWN: ReadonlySet<string> = new Set(['schemas', 'id', 'meta', 'groups', 'members', 'password'])

/**
 * A user or group as it is kept: what its schema knows, without what the server adds. Names that no schema has are left out, as RFC 7644 section 3.3
 * allows.
 */
export function shapeResource(kind: Kind, document: JsonObject): Result<JsonObject, ScimProblem> {
  return attempt(() => {
    const own = withoutOwn(document)
    return withoutOwn(JSON.parse(JSON.stringify(kind === 'User' ? new User(own) : new Group(own))) as JsonObject)
  })
}

/** The resource after one change of RFC 7644 section 3.5.2, whose form is normalised already. */
export async function changeUser(user: JsonObject, operations: readonly JsonObject[]): Promise<Result<JsonObject, ScimProblem>> {
  try {
    const patch = new SCIMMY.Messages.PatchOp({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      // The schema's own types are of mutable objects.
      Operations: operations as never,
    })
    const changed: object | undefined = await patch.apply(new User(structuredClone({ ...user })) as never)
    return ok(changed === undefined ? user : withoutOwn(JSON.parse(JSON.stringify(changed)) as JsonObject))
  } catch (error) {
    return err(explained(error))
  }
}

/** What the published descriptions say of the schemas. */
export function describeSchemas(base: string): readonly object[] {
  return [User.definition, EnterpriseUser.definition, Group.definition].map((definition) => definition.describe(`${base}/Schemas`))
}

/** Whether a user has an attribute of this path, such as `emails` or `name.familyName`. */
export function hasAttribute(path: string): boolean {
  try {
    return User.definition.attribute(path) !== undefined
  } catch {
    return false
  }
}

function attempt<T>(work: () => T): Result<T, ScimProblem> {
  try {
    return ok(work())
  } catch (error) {
    return err(explained(error))
  }
}

function withoutOwn(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !OWN.has(name)))
}

/** The library throws its own errors for protocol mistakes and TypeErrors for wrong values; anything else is ours. */
function explained(error: unknown): ScimProblem {
  if (error instanceof SCIMMY.Types.Error) {
    const { scimType, message } = error as unknown as { readonly scimType: ScimProblem['scimType']; readonly message: string }
    return { status: 400, scimType: scimType ?? 'invalidValue', detail: message }
  }
  if (error instanceof TypeError) return problem('invalidValue', error.message)
  throw error
}
