import type { Charter, Id } from '../../charter/model.ts'
import { isAssigned } from '../../charter/members.ts'
import type { MigrationJudgement, PartProof } from './proof.ts'
import type { MappedAccount, MappingKind, MappingRow, Office } from './mapping.ts'
import type { Survey } from '../target.ts'
import { nextStep, type MigrationStepKind, type MigrationStepState } from './steps.ts'

/** The commands that whoever follows the guide is to type. */
export interface GuideCommands {
  readonly render: string
  /** Prints the settings for the time in which people move. */
  readonly renderMoving: string
  readonly run: string
  readonly mode: string
  readonly grant: string
  /** Prints the interface messages of the groups and rights. */
  readonly messages: string
}

export interface GuideInput {
  readonly charter: Charter
  readonly target: Id
  readonly mapping: readonly MappedAccount[]
  readonly steps: readonly MigrationStepState[]
  readonly judgement: MigrationJudgement
  readonly survey: Survey
  readonly commands: GuideCommands
  /** Who is to hold what on all targets, for those that are migrated by hand. */
  readonly offices: readonly (Office & { readonly target: Id })[]
}

const KINDS: Readonly<Record<MappingKind, string>> = {
  both: 'has the office and its groups',
  'group-without-office': 'is in the group without the office: is taken in as found, to be reviewed',
  'office-without-group': 'has the office without the group: is put into it',
  succeeds: 'leaves the old group for a role that takes its place',
  given: 'gets what the charter gives to everybody in the old group',
  leaves: 'leaves the old group, nothing takes its place',
  undecided: 'is in the old group, and nobody said what becomes of that',
  stray: 'is in a group that is gone: is taken out',
}

/** A migration for people, one thing a line: who and why, what to do in which order, what was proved. Names of the target stand in it as they are: escape each line. */
export function describeMigration(input: GuideInput): readonly string[] {
  const { charter, target, mapping, steps, judgement } = input
  return [
    `# ${charter.targets.get(target)?.title ?? target}: from what stands to ${charter.title}`,
    '',
    'Try all of it on a clone first: the same charter, with another address in writ.config.yaml.',
    ...(input.survey.strays ? [] : ['The target has so many accounts that members of groups that are gone were not looked for.']),
    '',
    '## People',
    '',
    ...(mapping.length === 0 ? ['Nobody is concerned.'] : [...summary(mapping), '', ...mapping.flatMap(describeAccount)]),
    ...unmentioned(input),
    '',
    '## Steps',
    '',
    ...steps.flatMap((step, index) => describeStep(input, step, index + 1)),
    '',
    '## Proof',
    '',
    ...describeProof(judgement),
    ...afterwards(charter, target, input.commands),
    ...elsewhere(input),
  ]
}

/** How many of each kind, before the list of all. */
function summary(mapping: readonly MappedAccount[]): readonly string[] {
  return Object.entries(KINDS).flatMap(([kind, text]) => {
    const count = mapping.filter(({ rows }) => rows.some((row) => row.kind === kind)).length
    return count === 0 ? [] : [`${count} ${count === 1 ? 'person' : 'people'}: ${text}`]
  })
}

/** Members of groups of which the charter says nothing: nothing happens to them, and it may have been forgotten. */
function unmentioned({ charter, target, survey }: GuideInput): readonly string[] {
  const declared = charter.groups.get(target)
  const own = new Set(survey.connector?.groups)
  const counts = [...survey.groups].flatMap(([name, { assignable }]) => {
    const members = survey.holders.filter(({ groups }) => groups.includes(name)).length
    return !assignable || declared?.has(name) === true || own.has(name) || members === 0 ? [] : [`\`${name}\` (${members})`]
  })
  return counts.length === 0 ? [] : ['', `Groups with members that the charter does not mention stay as they are: ${counts.join(', ')}`]
}

function describeAccount({ account, person, rows }: MappedAccount): readonly string[] {
  const who = person === undefined || person === account.name ? account.name : `${account.name} (${person})`
  return [`- ${who}`, ...rows.map((row) => `  - ${describeRow(row)}`)]
}

function describeRow({ kind, groups, roles, evidence }: MappingRow): string {
  const what = roles.length === 0 ? '' : kind === 'undecided' ? `; to choose from: ${roles.join(', ')}` : `: ${roles.join(', ')}`
  return `${groups.map((group) => `\`${group}\``).join(', ')}: ${KINDS[kind]}${what} [${evidence.join('; ')}]`
}

function describeStep({ steps, commands, judgement }: GuideInput, step: MigrationStepState, number: number): readonly string[] {
  const isNext = nextStep(steps)?.kind === step.kind
  const mark = step.done ? 'done' : isNext ? 'NEXT' : 'later'
  const part = judgement.parts.find((one) => one.part === step.kind)
  return [
    `${number}. [${mark}] ${step.who === 'writ' ? 'Writ' : 'You'}: ${TEXTS[step.kind]}`,
    ...(step.done ? [] : step.details.map((detail) => `   - ${detail}`)),
    ...(step.done ? [] : whatToType(step.kind, commands)),
    ...(part === undefined || step.done ? [] : [`   (${leaves(part)})`]),
  ]
}

const TEXTS: Readonly<Record<MigrationStepKind, string>> = {
  record: 'records what a run that was cut had changed and could not write down any more',
  'load-moving': 'load settings that make the new groups beside the old ones, as the last line of LocalSettings.php',
  rights: 'see that each group has the rights of the charter, those of extensions too; if not, the file is not loaded last',
  adopt: 'takes in who is in groups that stay; nobody is removed for being found',
  decide: 'decide for those of whom nobody said what becomes of them: a role, or nothing (`--drop NAME`)',
  mode: 'let Writ write',
  give: 'records what the charter gives to everybody in an old group',
  move: 'puts people into their new groups and reads back',
  empty: 'takes people out of old groups, each one only when all that they get instead was read back',
  'load-final': 'load the settings without the old groups',
}

function whatToType(kind: MigrationStepKind, commands: GuideCommands): readonly string[] {
  const typed: Readonly<Record<MigrationStepKind, readonly string[]>> = {
    record: [commands.run],
    'load-moving': [commands.renderMoving],
    rights: [],
    adopt: [commands.run],
    decide: [commands.grant],
    mode: [commands.mode],
    give: [commands.run],
    move: [commands.run],
    empty: [commands.run],
    'load-final': [commands.render],
  }
  return typed[kind].map((line) => `       ${line}`)
}

/** Removing the old set-up is part of it: whatever stays behind comes back with the next change of the file. */
function afterwards(charter: Charter, target: Id, commands: GuideCommands): readonly string[] {
  if (charter.targets.get(target)?.connector !== 'mediawiki') return []
  const old = [...(charter.groups.get(target) ?? [])].filter(([, block]) => block.abolished !== undefined).map(([name]) => name)
  return [
    '',
    '## When all steps are done: remove the old set-up',
    '',
    '- in LocalSettings.php take out whatever sets $wgGroupPermissions, $wgRevokePermissions, $wgAddGroups, $wgRemoveGroups, $wgGroupsAddToSelf, $wgGroupsRemoveFromSelf or $wgAutopromote for groups of the charter',
    ...(old.length === 0
      ? []
      : [
          `- delete the pages of the interface that named old groups, if there are any: ${old.map((name) => `MediaWiki:Group-${name}, MediaWiki:Group-${name}-member, MediaWiki:Grouppage-${name}`).join(', ')}`,
        ]),
    '- import those of the new ones at Special:Import:',
    `       ${commands.messages}`,
  ]
}

function leaves({ changes, finishers }: PartProof): string {
  const what = changes === 0 ? '' : `${changes} ${changes === 1 ? 'change' : 'changes'}; `
  return finishers === undefined
    ? `${what}nothing is left to change after it`
    : `${what}after each of its steps ${finishers} accounts could finish alone`
}

function describeProof({ problems, warnings }: MigrationJudgement): readonly string[] {
  return [
    ...(problems.length === 0
      ? ['Every step was tried out with the authority that its actor has at that moment: none locks anybody out.']
      : []),
    ...problems.map(({ text }) => `NOT SAFE: ${text}`),
    ...warnings.map(({ text }) => `know this: ${text}`),
  ]
}

/** The same change on the other targets of the charter, to be made there. */
function elsewhere({ charter, target, offices }: GuideInput): readonly string[] {
  return [...charter.targets].flatMap(([id, block]): readonly string[] => {
    const groups = charter.groups.get(id)
    if (id === target || groups === undefined) return []
    const made = [...groups].filter(([, group]) => isAssigned(group)).map(([name]) => name)
    const old = [...groups].filter(([, group]) => group.abolished !== undefined)
    const people = offices.filter((office) => office.target === id)
    const into = people.flatMap(({ account, role }) =>
      (charter.roles.get(role)?.gives.get(id) ?? []).map((group) => `put ${account} into \`${group}\` (${role})`),
    )
    return [
      '',
      `## ${block.title ?? id} (${block.connector})`,
      '',
      'Old and new stand side by side until everybody is in the new groups; one administrator stays in the old ones until the last step.',
      '',
      ...made.map((name) => `- make the group \`${name}\`, if it is not there`),
      ...into.map((line) => `- ${line}`),
      ...old.map(
        ([name, group]) =>
          `- when nobody needs it any more, take everybody out of \`${name}\`${group.abolished?.to.length === 0 ? '' : ` (its place take ${group.abolished?.to.join(', ')})`} and delete it`,
      ),
    ]
  })
}
