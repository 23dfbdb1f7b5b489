/** The rules of Bitu -> a charter that asks the same, and checks what Bitu does not. Nothing is guessed, everything unsaid is remarked. */
import { parseCharter } from '../../charter/parse.ts'
import type { Finding } from '../../charter/finding.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { writeDraft, type Block, type Section } from '../draft.ts'
import { idsOf, kebab } from '../ids.ts'
import { visible, type ImportRemark } from '../remark.ts'
import { groupName, isUsable, type BituPermission, type BituRule } from './rules.ts'

interface Imported {
  /** A canonical charter that parses. */
  readonly text: string
  readonly remarks: readonly ImportRemark[]
}

/** The role that may carry out plans, and says who approves. */
const KEEPER = 'writ-keeper'
const SOURCE = 'ldap'

type Say = (code: string, clause: string | undefined, text: string) => void
type Approval = Extract<BituRule, { kind: 'approval' }>

/** What is declared on the way. */
interface Declared {
  readonly facts: Map<string, Block>
  readonly conditions: Map<string, Block>
  readonly say: Say
}

interface Role {
  readonly id: string
  readonly block: Block
}

/** Writes the charter of a mapping. Fails only if it makes no charter, with the findings. */
export function charterOfBitu(permissions: readonly BituPermission[], source: string): Result<Imported, readonly Finding[]> {
  const remarks: ImportRemark[] = []
  const say: Say = (code, clause, text) => void remarks.push({ code: `import/${code}`, at: undefined, text, clause })
  for (const { code, text } of unchecked) say(code, undefined, text)
  const seen = new Set<string>()
  const usable = permissions.filter((one) => {
    const name = `${one.system}
${groupName(one.key).toLowerCase()}`
    const isFirst = isUsable(one) && !seen.has(name)
    if (!isUsable(one))
      say('name-not-usable', undefined, `a permission is left out: a charter cannot carry the name ${visible(one.key, 150)}`)
    else if (!isFirst)
      say('same-but-for-case', undefined, `a permission is left out: there is another of the name ${visible(one.key, 150)}`)
    seen.add(name)
    return isFirst
  })
  const systems = [...new Set(usable.map(({ system }) => system))]
  const targets = idsOf(systems, ['writ'])
  const declared: Declared = { facts: new Map(), conditions: new Map(), say }
  const ids = roleIds(usable)
  const roles = usable.map((one, index) => rolesOf(one, targets.get(one.system) ?? '', ids[index] ?? '', declared))
  const approvers = roles.flatMap((some) => some.slice(1).map(({ id }) => id))
  const commented = (clause: string) => remarks.filter((one) => one.clause === clause).map(commentOf)
  const sections: Section[] = [
    {
      name: 'targets',
      blocks: systems.map((system) => {
        const isDirectory = usable.every((one) => one.system !== system || isDn(one.key))
        return {
          id: targets.get(system) ?? '',
          block: { connector: isDirectory ? 'ldap' : 'manual', title: visible(system, 100) },
          comments: [],
        }
      }),
    },
    { name: 'facts', blocks: plain(declared.facts) },
    { name: 'conditions', blocks: plain(declared.conditions) },
    ...systems.map((system): Section => ({
      name: 'groups',
      target: targets.get(system) ?? '',
      blocks: [...new Set(usable.filter((one) => one.system === system).map(({ key }) => groupName(key)))].map((id) => ({
        id,
        block: { authority: 'shared' },
        comments: [],
      })),
    })),
    { name: 'groups', target: 'writ', blocks: [{ id: KEEPER, block: { rights: ['apply', 'link-accounts'] }, comments: [] }] },
    {
      name: 'roles',
      blocks: [
        ...roles.flat().map(({ id, block }) => ({ id, block, comments: commented(`roles.${id}`) })),
        {
          id: KEEPER,
          block: {
            title: 'Keeper',
            purpose: "Says who approves, as whoever writes Bitu's settings does, and carries out plans of Writ; added by the import",
            gives: { writ: KEEPER },
            ...(approvers.length === 0 ? {} : { may: [{ change: approvers }] }),
          },
          comments: [],
        },
      ],
    },
  ]
  const written = writeDraft({
    title: 'Permissions asked for in Bitu',
    comments: [
      `Imported by Writ from ${source}. Purposes and reasons are not known: fill them in.`,
      ...remarks.filter(({ clause }) => clause === undefined).map(commentOf),
    ],
    sections,
  })
  if (!written.ok) return written
  const parsed = parseCharter([{ name: 'charter.yaml', text: written.value }])
  return parsed.ok ? ok({ text: written.value, remarks }) : err(parsed.error)
}

/** What Bitu leaves unchecked, whatever its rules say, and what a charter does instead. */
const unchecked = [
  {
    code: 'bitu-once',
    text: 'Bitu looks at conditions when somebody asks and when somebody decides, and never again; here they are looked at in every run. `then: report` tells a person, `then: pause` takes the role out of effect',
  },
  { code: 'bitu-no-end', text: 'Bitu ends nothing: no term, no review, no departure. Say `term`, `review` and `inactive` for each role' },
  { code: 'bitu-no-removal', text: 'Bitu takes nothing away; here whoever approves a role may remove it' },
  {
    code: 'bitu-own-request',
    text: 'in the rules of Bitu a manager counts on their own request too; here nobody decides on their own, with any account',
  },
  {
    code: 'bitu-managers-stay',
    text: 'the managers stand in the settings of Bitu by user name, and stay there when they leave. Here they hold a role: give it to them with `writ setup --roster` or `writ grant`; no person stands in a charter',
  },
  { code: 'bitu-found', text: 'whoever is in such a group today is taken in by `writ adopt`: found, never removed for it' },
] as const

/** The role of a permission, and after it those who approve. */
function rolesOf({ key, rules }: BituPermission, target: string, id: string, declared: Declared): readonly Role[] {
  const { say } = declared
  const clause = `roles.${id}`
  const name = groupName(key)
  const approvals = rules.filter((rule): rule is Approval => rule.kind === 'approval')
  const conditions = rules.flatMap((rule) => (rule.kind === 'approval' ? [] : [conditionOf(rule, id, declared)]))
  const approvers = (approvals.length === 0 ? [undefined] : approvals).map(
    (_, index) => `${id}-approver${index === 0 ? '' : `-${index + 1}`}`,
  )
  for (const [index, { managers, count }] of approvals.entries()) {
    const place = approvals.length === 1 ? '' : ` of stage ${index + 1}`
    say('bitu-managers', clause, `Bitu names ${managers.length} managers${place}: who they are now is for \`${approvers[index]}\``)
    if (count > managers.length)
      say('bitu-never-enough', clause, `${count} of ${managers.length} managers must approve${place}: in Bitu nobody can ever be given it`)
  }
  const shared =
    approvals.length > 1 &&
    new Set(approvals.flatMap(({ managers }) => managers)).size < approvals.reduce((sum, { managers }) => sum + managers.length, 0)
  if (shared)
    say(
      'bitu-counted-twice',
      clause,
      'in Bitu one approval counts for every rule that lists the manager; here the stages need different persons. `counts_earlier: true` says it as Bitu does',
    )
  if (rules.length === 0) say('bitu-no-rule', clause, 'there is no rule: Bitu never approves it, and here it cannot be asked for')
  if (rules.length > 0 && approvals.length === 0)
    say(
      'bitu-automatic',
      clause,
      'Bitu gives it alone when the conditions hold. Who can bring them about is not known, so here somebody approves; say `set_by` of the facts, then `automatic: on-request`',
    )
  const stages = approvers.map((approver, index) => ({
    by: approver,
    ...(approvals[index] === undefined || approvals[index].count === 1 ? {} : { count: approvals[index].count }),
  }))
  const requires = [...new Set(conditions)].map((condition) => ({ condition, then: 'report' }))
  const role: Block = {
    title: visible(name, 100),
    purpose: 'Imported, purpose not known',
    gives: { [target]: name },
    ...(requires.length === 0 ? {} : { requires }),
    ...(rules.length === 0
      ? {}
      : {
          request: {
            by: 'registered',
            for: 'self',
            asks: { use_case: 'Please give a reason, and the ticket if there is one' },
            lapses: '30 days',
            stages,
          },
        }),
  }
  return [
    { id, block: role },
    ...approvers.map((approver, index) => ({
      id: approver,
      block: {
        title: `Approver of ${visible(name, 90)}${index === 0 ? '' : ` (${index + 1})`}`,
        purpose: 'Decides who gets it',
        may: [{ remove: id }],
      },
    })),
  ]
}

/** Declares the condition of a rule, and what it looks at; the id of the condition. */
function conditionOf(rule: Exclude<BituRule, Approval>, role: string, { facts, conditions, say }: Declared): string {
  const fact = (id: string, text: string, type: string) => {
    facts.set(id, { text, source: SOURCE, type })
    return id
  }
  const condition = (wanted: string, block: Block) => {
    const text = JSON.stringify(block)
    for (let number = 1; ; number += 1) {
      const id = number === 1 ? wanted : `${wanted}-${number}`
      const known = conditions.get(id)
      if (known !== undefined && JSON.stringify(known) !== text) continue
      conditions.set(id, block)
      return id
    }
  }
  const clause = `roles.${role}`
  const unsaid = (text: string): string => {
    say(
      'bitu-not-expressible',
      clause,
      `Bitu checks what a charter has no word for: ${text}. Until it is said otherwise it is unknown here, and nobody is given the role`,
    )
    const id = `bitu-rule-of-${role}`
    facts.set(id, { text: 'A check of Bitu that has no word in a charter yet', source: 'bitu', type: 'yes-no' })
    return condition(id, { text: 'What Bitu checks by a rule of its own', fact: id, is: true })
  }
  if (rule.kind === 'other') return unsaid(rule.why)
  if (rule.kind === 'domain')
    return condition(`mail-at-${kebab(rule.domain) ?? 'domain'}`, {
      text: `A mail address at ${visible(rule.domain, 100)}`,
      fact: fact('mail', 'The mail address in the directory', 'text'),
      domain: rule.domain.toLowerCase(),
    })
  if (rule.kind === 'membership') {
    const name = groupName(rule.group)
    return condition(`in-${kebab(name) ?? 'group'}`, {
      text: `In the group ${visible(name, 100)}`,
      fact: fact('ldap-groups', 'The groups in the directory', 'list'),
      has_any: name,
    })
  }
  const { attribute, operator, value } = rule
  const test = operator === '__eq__' ? 'is' : operator === 'endswith' ? 'ends_with' : undefined
  const shown = `${visible(attribute, 60)} ${operator} ${visible(value, 100)}`
  const name = kebab(attribute)
  if (test === undefined || name === undefined) return unsaid(`\`${shown}\``)
  say(
    'bitu-first-value',
    clause,
    `Bitu looks at the first value of \`${visible(attribute, 60)}\` alone; here one with several values is unknown`,
  )
  return condition(`attribute-${name}`, {
    text: `In the directory: ${shown}`,
    fact: fact(`ldap-${name}`, `The attribute ${visible(attribute, 60)} in the directory`, 'text'),
    [test]: value,
  })
}

/** An id for each permission: from its name where that gives one that is free, with the system before it where two are alike. */
function roleIds(permissions: readonly BituPermission[]): readonly string[] {
  const used = new Set<string>([KEEPER])
  return permissions.map(({ system, key }, index) => {
    const [own, of] = [kebab(groupName(key)), kebab(system)]
    const wanted = [own, own === undefined || of === undefined ? undefined : `${of}-${own}`, `permission-${index + 1}`]
    // ids of those who approve are made of this one
    const id = wanted.find((one) => one !== undefined && !used.has(one) && !/-approver(?:-\d+)?$/.test(one)) ?? `permission-${index + 1}`
    used.add(id)
    return id
  })
}

const isDn = (key: string) => /^cn=.+,.+=/i.test(key)

function plain(blocks: ReadonlyMap<string, Block>): Section['blocks'] {
  return [...blocks].map(([id, block]) => ({ id, block, comments: [] }))
}

function commentOf({ code, text }: ImportRemark): string {
  return `${code}: ${text}`
}
