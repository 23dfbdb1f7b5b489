import type { Finding } from '../../charter/finding.ts'
import type { Charter } from '../../charter/model.ts'
import { parseRoster, type Roster, type RosterPerson } from '../../charter/roster.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Administrator } from '../../workflow/set-up.ts'
import type { Reader } from '../../web/reader.ts'
import type { Problem } from '../../web/returned.ts'
import type { Form } from '../forms/read-form.ts'

export interface People {
  readonly administrator: Administrator
  readonly founders: Roster
}

/** The first people as the form has them; else everything that is wrong, each at its field. */
export function readPeople(form: Form, reader: Reader, charter: Charter): Result<People, readonly Problem[]> {
  const problems: Problem[] = []
  const wrong = (field: string, text: string) => void problems.push({ text: `${field}: ${text}`, at: { field, text } })
  const named = readAdministrator(form, charter)
  if (typeof named === 'string') wrong('administrator', named === '' ? reader.say('writ-common-fill-in') : named)
  const role = form.text('role')
  if (role === undefined || !charter.roles.has(role)) wrong('role', reader.say('writ-common-fill-in'))
  const server = form.text('login')
  const id = form.text('login_id')
  if (server !== undefined && id === undefined) wrong('login_id', reader.say('writ-common-fill-in'))
  const roster = readRoster(form, charter)
  if (!roster.ok) for (const finding of roster.error) wrong('roster', inLine(finding))
  if (problems.length > 0 || typeof named === 'string' || !roster.ok || role === undefined) return err(problems)
  const founders = joined(roster.value, named)
  if (founders === undefined) {
    const other = roster.value.people.find(({ handle }) => sameName(handle, named.handle))?.handle ?? ''
    wrong('administrator', reader.say('writ-setup-other-spelling', other))
    return err(problems)
  }
  const login = server === undefined || id === undefined ? {} : { login: { server, id } }
  return ok({ administrator: { handle: named.handle, role, ...login }, founders })
}

/** The first administrator as somebody of a roster would be read; else what is wrong, '' = nobody is named. */
function readAdministrator(form: Form, charter: Charter): RosterPerson | string {
  const handle = form.text('administrator')
  if (handle === undefined) return ''
  const accounts = [...charter.targets.keys()].flatMap((target) => {
    const name = form.text(`account-${target}`)
    return name === undefined ? [] : [{ target, name }]
  })
  const read = parseRoster(JSON.stringify({ people: [{ handle, accounts }] }), charter)
  if (!read.ok) return read.error.map(({ message, remedy }) => `${message}; ${remedy}`).join('; ')
  return read.value.people[0] ?? ''
}

function readRoster(form: Form, charter: Charter): Result<Roster, readonly Finding[]> {
  const text = form.all('roster')[0] ?? ''
  return text.trim() === '' ? ok({ people: [] }) : parseRoster(text, charter)
}

/** The administrator among the others, with the accounts of both; undefined = the roster spells the name otherwise. */
function joined({ people }: Roster, administrator: RosterPerson): Roster | undefined {
  const { handle, accounts } = administrator
  const standing = people.find((one) => sameName(one.handle, handle))
  if (standing === undefined) return { people: [...people, administrator] }
  if (standing.handle !== handle) return undefined
  const more = accounts.filter(({ target, name }) => !standing.accounts.some((one) => one.target === target && one.name === name))
  return { people: people.map((one) => (one === standing ? { ...one, accounts: [...one.accounts, ...more] } : one)) }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function inLine({ line, column, message, remedy }: Finding): string {
  return `${line}:${column} ${message}; ${remedy}`
}
