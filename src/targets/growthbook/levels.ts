/** Groups of the charter as GrowthBook knows them: a role in one project, or a role in the whole organisation. */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Member, ProjectRole } from './answers.ts'

export interface Level {
  readonly role: string
  /** Name or id of the project; undefined = the whole organisation. */
  readonly project: string | undefined
}

/** Reads the `settings` of the charter's groups, e.g. `{ role: readonly, project: designated }`. `projects`: what the installation calls them. */
export function levelsOf(
  definitions: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  projects: Readonly<Record<string, string>>,
): Result<ReadonlyMap<string, Level>, string> {
  const levels = new Map<string, Level>()
  for (const [group, { role, project }] of Object.entries(definitions)) {
    if (typeof role !== 'string' || (project !== undefined && typeof project !== 'string'))
      return err(
        `group \`${group}\` needs \`settings: { role: …, project: … }\` in the charter: its role in GrowthBook and, unless it counts everywhere, a project`,
      )
    levels.set(group, { role, project: project === undefined ? undefined : Object.hasOwn(projects, project) ? projects[project] : project })
  }
  return ok(levels)
}

/** What a member is to have: a role of the organisation and the roles of all projects, of other projects too. */
export interface Standing {
  readonly role: string
  readonly projectRoles: readonly ProjectRole[]
}

/** The role of whoever has none: it sees nothing outside the projects it has a role in. */
export const NO_ACCESS = 'noaccess'

/** A level with the project's id. */
export interface PlacedLevel {
  readonly role: string
  readonly project: string | undefined
}

export function hasLevel(member: Pick<Member, 'globalRole' | 'projectRoles'>, { role, project }: PlacedLevel): boolean {
  if (project === undefined) return member.globalRole === role
  return member.projectRoles.some((one) => one.project === project && one.role === role)
}

export function withLevel(standing: Standing, { role, project }: PlacedLevel): Standing {
  if (project === undefined) return { ...standing, role }
  const present = standing.projectRoles.some((one) => one.project === project && one.role === role)
  if (present) return standing
  const others = standing.projectRoles.filter((one) => one.project !== project)
  return { ...standing, projectRoles: [...others, { project, role, environments: [] }] }
}

export function withoutLevel(standing: Standing, { role, project }: PlacedLevel): Standing {
  if (project === undefined) return standing.role === role ? { ...standing, role: NO_ACCESS } : standing
  return { ...standing, projectRoles: standing.projectRoles.filter((one) => one.project !== project || one.role !== role) }
}
