import type { Charter, Id } from '../charter/model.ts'
import type { CharterSource } from '../charter/source.ts'
import { systemOutside } from '../config/outside.ts'
import { compilePolicy } from '../decide/engine/compile.ts'
import { Engine } from '../decide/engine/engine.ts'
import { holdingsOfRoster } from '../decide/engine/holdings-of-roster.ts'
import { pageProperties } from '../decide/engine/page.ts'
import type { Asker, Properties } from '../decide/engine/question.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { nearest } from '../kernel/nearest.ts'
import { terminalText } from '../render/terminal.ts'
import { charterDocument } from '../workflow/charter-document.ts'
import { decisionParts } from '../workflow/decision-parts.ts'
import { readFacts } from '../workflow/facts.ts'
import { hexOf } from '../workflow/ids.ts'
import { needCharter } from './charter-files.ts'
import { dataOption, exit, StopError, UsageError, type Invocation, type Option } from './command.ts'
import { connectSources } from './connect.ts'
import { readSettings } from './open-instance.ts'
import { withView } from './open-view.ts'
import { readRosterIfNamed } from './roster-file.ts'

/** What commands that ask the decision engine have in common. */
export interface Decisions {
  readonly engine: Engine
  readonly charter: Charter
  readonly source: CharterSource
  readonly now: Instant
  /** Whether people are known: from a roster or a ledger. */
  readonly people: boolean
}

/** Flags that say about what it is asked. */
export const deedOptions = {
  target: { type: 'string', value: 'T', help: 'the target; needed where several have a right of this name' },
  page: { type: 'string', value: 'P', help: 'a page by its title: tells `page` and `namespace`' },
  resource: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: 'a property of what it is done to, as in `owner=alder-admin`; several VALUEs are divided by commas',
  },
  action: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a property of the action' },
  context: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a property of the circumstances' },
  roster: { type: 'string', value: 'FILE', help: 'who holds what, beside a CHARTER' },
  ...dataOption,
} as const satisfies Readonly<Record<string, Option>>

/** Flags that say who asks. */
export const askerOptions = {
  person: { type: 'string', value: 'H', help: 'somebody of the roster or of the ledger, by handle' },
  roles: { type: 'string', value: 'A,B', help: 'somebody who holds these roles and nothing else' },
  anonymous: { type: 'boolean', help: 'a visitor who is not logged in' },
} as const satisfies Readonly<Record<string, Option>>

/** Makes the engine: of a CHARTER, with a roster if one is named, or of a data folder. */
export async function withDecisions<T>(invocation: Invocation, run: (decisions: Decisions) => Promise<T> | T): Promise<T> {
  const [path] = invocation.positionals
  const { clock, hashing } = systemOutside()
  if (path === undefined) return withLedger(invocation, clock.now(), run)
  if (invocation.text('data') !== undefined) throw new UsageError('name a CHARTER or `--data`, not both')
  const { files, source } = await needCharter(path)
  const { charter } = source
  const now = clock.now()
  const roster = await readRosterIfNamed(invocation.text('roster'), charter)
  const policy = compilePolicy(charter, hexOf(hashing.sha256(hashing.utf8(charterDocument(files)))))
  const engine = roster === undefined ? new Engine(policy) : new Engine(policy, holdingsOfRoster(charter, roster, now))
  return run({ engine, charter, source, now, people: roster !== undefined })
}

async function withLedger<T>(invocation: Invocation, now: Instant, run: (decisions: Decisions) => Promise<T> | T): Promise<T> {
  if (invocation.text('roster') !== undefined)
    throw new UsageError('`--roster` stands beside a CHARTER; a data folder knows who holds what')
  const settings = await readSettings(invocation)
  return withView(settings, async (view, charters) => {
    const source = await charters.inForce(view.state)
    const facts = await readFacts({ sources: await connectSources(settings), journal: view })
    const { policy, holdings } = decisionParts(source.charter, view.state, now, facts)
    return run({ engine: new Engine(policy, holdings), charter: source.charter, source, now, people: true })
  })
}

/** The one right that the flags mean: `--right NAME` if one target alone has it, `TARGET.NAME`, or NAME with `--target`. */
export function chooseRight(charter: Charter, invocation: Invocation): { readonly target: Id; readonly right: string } {
  const asked = invocation.text('right')
  if (asked === undefined || asked === '') throw new UsageError('--right is missing')
  const wanted = invocation.text('target')
  if (wanted !== undefined && !charter.targets.has(wanted) && wanted !== 'writ') throw unknownTarget(charter, wanted)
  const all = [...charter.rights].flatMap(([target, rights]) => [...rights.keys()].map((right) => ({ target, right })))
  const within = all.filter(({ target }) => wanted === undefined || target === wanted)
  const named = within.filter(({ right }) => right === asked)
  const found = named.length > 0 ? named : within.filter(({ target, right }) => `${target}.${right}` === asked)
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first
  if (first !== undefined)
    throw new UsageError(
      `several targets have a right \`${asked}\`: take ${found.map(({ target, right }) => `\`${target}.${right}\``).join(' or ')}`,
    )
  const near = nearest(
    asked,
    within.flatMap(({ target, right }) => [right, `${target}.${right}`]),
  )
  const where = wanted === undefined ? 'the charter' : `\`${wanted}\``
  throw new StopError(
    `writ: ${where} has no right \`${terminalText(asked)}\`${near === undefined ? '' : `; did you mean \`${terminalText(near)}\`?`}`,
    exit.usage,
  )
}

function unknownTarget(charter: Charter, wanted: string): StopError {
  const near = nearest(wanted, charter.targets.keys())
  const known = [...charter.targets.keys()].join(', ')
  return new StopError(
    `writ: the charter has no target \`${terminalText(wanted)}\`; ${near === undefined ? `it has ${known}` : `did you mean \`${near}\`?`}`,
    exit.usage,
  )
}

/** Who asks, by exactly one of the flags. */
export function chooseAsker({ engine, charter, people }: Decisions, invocation: Invocation): Asker {
  const [person, roles, anonymous] = [invocation.text('person'), invocation.text('roles'), invocation.flag('anonymous')]
  if ([person !== undefined, roles !== undefined, anonymous].filter((given) => given).length !== 1)
    throw new UsageError('say who asks: one of --person, --roles and --anonymous')
  if (anonymous) return { kind: 'anonymous' }
  if (roles !== undefined) return { kind: 'roles', roles: rolesNamed(charter, roles) }
  if (!people) throw new UsageError('--person needs to know who holds what: name a --roster, or --data instead of the CHARTER')
  const id = person ?? ''
  if (engine.knows(id)) return { kind: 'person', id }
  const near = nearest(id, engine.people())
  throw new StopError(
    `writ: nobody is called \`${terminalText(id)}\` here${near === undefined ? '' : `; did you mean \`${terminalText(near)}\`?`}`,
    exit.usage,
  )
}

function rolesNamed(charter: Charter, text: string): readonly Id[] {
  const ids = text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]))
  for (const id of ids) {
    if (charter.roles.has(id)) continue
    const near = nearest(id, charter.roles.keys())
    throw new StopError(
      `writ: the charter has no role \`${terminalText(id)}\`; ${near === undefined ? `it has ${[...charter.roles.keys()].join(', ')}` : `did you mean \`${near}\`?`}`,
      exit.usage,
    )
  }
  return ids
}

/** What is said of the case by flags. */
export function caseOf(
  charter: Charter,
  target: Id,
  invocation: Invocation,
): Readonly<Record<'resource' | 'action' | 'context', Properties>> {
  const page = invocation.text('page')
  const resource = properties(invocation, 'resource')
  return {
    resource: page === undefined ? resource : { ...pageProperties(charter, target, page), ...resource },
    action: properties(invocation, 'action'),
    context: properties(invocation, 'context'),
  }
}

function properties(invocation: Invocation, flag: string): Properties {
  return Object.fromEntries(
    invocation.texts(flag).map((text): [string, Json] => {
      const sign = text.indexOf('=')
      if (sign < 1) throw new UsageError(`\`--${flag} ${text}\` must be NAME=VALUE`)
      return [text.slice(0, sign), valueOf(text.slice(sign + 1))]
    }),
  )
}

function valueOf(text: string): Json {
  if (text.includes(',')) return text.split(',').map((one) => one.trim())
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(text) ? Number(text) : text
}
