import { nearest } from '../../kernel/nearest.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { arbacRule, type ArbacAccount, type ArbacPolicy, type ArbacRule } from './policy.ts'
import { Tokens, type TextPlace } from './tokens.ts'

/** What is wrong with a file, where, and what to do about it. */
export interface ArbacProblem extends TextPlace {
  readonly message: string
  readonly remedy: string
}

export interface ArbacFile {
  readonly policy: ArbacPolicy
  readonly goal: string
  /** Per rule of the policy, the line it stands on. */
  readonly lines: readonly number[]
}

/** Problems that are told; a file with more is wrong in a way that more would not explain. */
const MOST_PROBLEMS = 20
const MOST_UNKNOWN = 1_000_000
/** Roles among which a mistyped one is looked for. */
const MOST_COMPARED = 10_000
const LONGEST_NAME = 1000
const SECTIONS = ['Roles', 'Users', 'UA', 'CR', 'CA', 'Goal'] as const
type Section = (typeof SECTIONS)[number]

/**
 * Reads the format in which the field publishes its benchmarks: six sections in any order, each ended by `;`.
 *
 *     Roles nurse doctor ; Users ann bob ; UA <ann,doctor> ; CR <doctor,nurse> ; CA <doctor,-nurse&TRUE,nurse> ; Goal nurse ;
 *
 * `CR <admin,role>`: whoever holds `admin` takes `role` from anybody. `CA <admin,condition,role>`: gives it to whoever meets the condition, `TRUE`
 * or roles joined by `&`, `-role` for one that must not be held. `TRUE` as admin is everybody. Names are all but white space and `< > , ; &`;
 * one that begins with `-` or is `TRUE` or the name of a section is refused. All wrong names are told at once, of a broken form the first place.
 */
export function readArbac(text: string): Result<ArbacFile, readonly ArbacProblem[]> {
  return new Reader(text).read()
}

/** Thrown where reading cannot go on: the form is broken. */
class FormError extends Error {
  override name = 'FormError'
}

/** A name used before all sections are read, to be looked up at the end. */
interface Mention extends TextPlace {
  readonly name: string
  readonly of: 'role' | 'user'
}

class Reader {
  readonly #tokens: Tokens
  readonly #problems: ArbacProblem[] = []
  readonly #roles = new Set<string>()
  readonly #users = new Map<string, Set<string>>()
  readonly #held: { readonly user: string; readonly role: string }[] = []
  readonly #rules: ArbacRule[] = []
  readonly #lines: number[] = []
  readonly #mentions: Mention[] = []
  #goal = ''

  constructor(text: string) {
    this.#tokens = new Tokens(text)
  }

  read(): Result<ArbacFile, readonly ArbacProblem[]> {
    try {
      this.#sections()
    } catch (error) {
      if (!(error instanceof FormError)) throw error
      return err(this.#problems)
    }
    this.#lookUp()
    if (this.#problems.length > 0) return err(this.#problems)
    for (const { user, role } of this.#held) this.#users.get(user)?.add(role)
    const accounts = [...this.#users].map(([name, roles]): ArbacAccount => ({ name, roles: [...roles] }))
    return ok({
      policy: { roles: [...this.#roles], accounts, newAccounts: false, rules: this.#rules },
      goal: this.#goal,
      lines: this.#lines,
    })
  }

  #sections(): void {
    const seen = new Set<Section>()
    while (this.#tokens.next !== '') {
      const section = SECTIONS.find((one) => one === this.#tokens.next)
      if (section === undefined) this.#fail(`${this.#found()} begins no section`, `begin one with ${SECTIONS.join(', ')}`)
      if (seen.has(section)) this.#fail(`a second section \`${section}\``, 'join the two')
      seen.add(section)
      this.#tokens.take()
      while (this.#tokens.next !== ';') {
        if (this.#tokens.next === '') this.#fail(`the file ends inside the section \`${section}\``, 'end every section with `;`')
        this.#item(section)
      }
      if (section === 'Goal' && this.#goal === '')
        this.#fail('the goal is missing', 'name the role that is asked about, as in `Goal role ;`')
      this.#tokens.take()
    }
    for (const section of SECTIONS) {
      const remedy =
        section === 'Goal' ? 'name the role that is asked about, as in `Goal role ;`' : `write \`${section} ;\` if there are none`
      if (!seen.has(section)) this.#problem(this.#tokens.place, `there is no section \`${section}\``, remedy)
    }
  }

  #item(section: Section): void {
    switch (section) {
      case 'Roles':
        return void this.#roles.add(this.#newName())
      case 'Users':
        return this.#addUser(this.#newName())
      case 'UA':
        return this.#assignment()
      case 'CR':
        return this.#revokeRule()
      case 'CA':
        return this.#assignRule()
      case 'Goal':
        if (this.#goal !== '') this.#fail(`${this.#found()} after the goal`, 'ask about one role, and end the section with `;`')
        this.#goal = this.#mention('role')
    }
  }

  #addUser(name: string): void {
    if (!this.#users.has(name)) this.#users.set(name, new Set())
  }

  #assignment(): void {
    this.#sign('<')
    const user = this.#mention('user')
    this.#sign(',')
    const role = this.#mention('role')
    this.#sign('>')
    this.#held.push({ user, role })
  }

  #revokeRule(): void {
    const { line } = this.#tokens.place
    this.#sign('<')
    const by = this.#admin()
    this.#sign(',')
    const role = this.#mention('role')
    this.#sign('>')
    this.#rules.push(arbacRule({ effect: 'revoke', role, by }))
    this.#lines.push(line)
  }

  #assignRule(): void {
    const { line } = this.#tokens.place
    this.#sign('<')
    const by = this.#admin()
    this.#sign(',')
    const needs: string[] = []
    const excludes: string[] = []
    for (;;) {
      this.#literal(needs, excludes)
      if (this.#tokens.next !== '&') break
      this.#tokens.take()
    }
    this.#sign(',')
    const role = this.#mention('role')
    this.#sign('>')
    this.#rules.push(arbacRule({ effect: 'assign', role, by, needs, excludes }))
    this.#lines.push(line)
  }

  #literal(needs: string[], excludes: string[]): void {
    if (this.#tokens.next === 'TRUE') this.#tokens.take()
    else if (this.#tokens.next.startsWith('-')) excludes.push(this.#mention('role', 1))
    else needs.push(this.#mention('role'))
  }

  #admin(): readonly string[] | undefined {
    if (this.#tokens.next !== 'TRUE') return [this.#mention('role')]
    this.#tokens.take()
    return undefined
  }

  #newName(): string {
    const name = this.#word('a name')
    if (name.startsWith('-') || name === 'TRUE')
      this.#fail(`${this.#found()} cannot be a name`, 'choose another; `-` and `TRUE` mean something in conditions')
    return this.#tokens.take()
  }

  /** A name that a section must have; `after` characters of the word are a sign before it. */
  #mention(of: 'role' | 'user', after = 0): string {
    const name = this.#word(`the name of a ${of}`).slice(after)
    if (name === '') this.#fail('a `-` without a role', 'write the role behind it without a space')
    // what is declared already needs no second look
    const known = of === 'role' ? this.#roles.has(name) : this.#users.has(name)
    if (!known) this.#mentions.push({ name, of, ...this.#tokens.place })
    if (this.#mentions.length > MOST_UNKNOWN) this.#fail('a million names are unknown up to here', 'put `Roles` and `Users` first')
    this.#tokens.take()
    return name
  }

  #word(expected: string): string {
    if (this.#tokens.next === '') this.#fail(`the file ends where ${expected} should stand`, 'end every section with `;`')
    if (this.#tokens.isSign)
      this.#fail(`${this.#found()} stands where ${expected} should`, 'see that brackets, commas and `;` are in place')
    if (SECTIONS.some((one) => one === this.#tokens.next))
      this.#fail(`${this.#found()} begins a section where ${expected} should stand`, 'end the section before it with `;`')
    if (this.#tokens.next.length > LONGEST_NAME)
      this.#fail(`a name of ${this.#tokens.next.length} characters`, `names have at most ${LONGEST_NAME}`)
    return this.#tokens.next
  }

  #sign(sign: string): void {
    if (this.#tokens.next !== sign) this.#fail(`${this.#found()} stands where \`${sign}\` should`, FORM)
    this.#tokens.take()
  }

  #lookUp(): void {
    const told = new Set<string>()
    for (const { name, of, line, column } of this.#mentions) {
      const known = of === 'role' ? this.#roles : this.#users
      if (known.has(name) || told.has(`${of} ${name}`)) continue
      told.add(`${of} ${name}`)
      const near = known.size > MOST_COMPARED ? undefined : nearest(name, known.keys())
      const list = of === 'role' ? 'Roles' : 'Users'
      const remedy = near === undefined ? `add it to \`${list}\`` : `did you mean ${quoted(near)}? Else add it to \`${list}\``
      this.#problem({ line, column }, `there is no ${of} ${quoted(name)}`, remedy)
      if (this.#problems.length >= MOST_PROBLEMS) return
    }
  }

  #found(): string {
    return this.#tokens.next === '' ? 'the end of the file' : quoted(this.#tokens.next)
  }

  #problem(place: TextPlace, message: string, remedy: string): void {
    this.#problems.push({ ...place, message, remedy })
  }

  #fail(message: string, remedy: string): never {
    this.#problem(this.#tokens.place, message, remedy)
    throw new FormError(message)
  }
}

const FORM = 'pairs are `<user,role>` and `<admin,role>`, rules to assign `<admin,condition,role>`, conditions `TRUE` or `role&-role`'

function quoted(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``
}
