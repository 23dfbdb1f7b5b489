import type { Charter, ClassBlock, Id, RightBlock } from './model.ts'

/** The target that every charter has without declaring it: Writ itself. */
export const WRIT = 'writ'

/** How people call a target: by its title, else by its id. */
export function targetTitle({ targets }: Pick<Charter, 'targets'>, id: Id): string {
  return targets.get(id)?.title ?? (id === WRIT ? 'Writ' : id)
}

const TEXTS = {
  apply: 'Carry out a plan on a target',
  'override-guard': 'Approve once a plan that a guard stopped',
  'read-private': 'Read what is not public: requests, cases, facts, identities',
  'make-token': 'Make access tokens for programs',
  'manage-sources': 'Change where facts come from',
  'link-accounts': 'Attest that two accounts belong to one person',
  'run-now': 'Start a scheduled job at once',
} as const

export const writRightNames: readonly string[] = Object.keys(TEXTS)

/** The built-in rights, of class `highly-sensitive` if the charter declares it, else of its highest class. */
export function writRights(classes: ReadonlyMap<Id, ClassBlock>): ReadonlyMap<string, RightBlock> {
  const highest = [...classes].toSorted((left, right) => right[1].level - left[1].level)[0]?.[0]
  const rightClass = classes.has('highly-sensitive') ? 'highly-sensitive' : highest
  return new Map(Object.entries(TEXTS).map(([name, text]) => [name, { ...plainRight, text, class: rightClass }]))
}

const plainRight: Omit<RightBlock, 'text' | 'class'> = {
  why: undefined,
  needs: [],
  providedBy: undefined,
  settings: {},
  narrows: undefined,
  when: [],
  assigned: true,
  protects: false,
  controls: undefined,
  policy: undefined,
  alsoCalled: [],
}
