import type { MessageKey } from './messages.ts'

/** Something that is wrong with what was sent. */
export interface Problem {
  /** The whole sentence of the core. */
  readonly text: string
  /** The field that it is about, and what is said beside it. */
  readonly at?: { readonly field: string; readonly text: string } | undefined
}

/** A field of the page. */
export interface Place {
  readonly id: string
  readonly label: string
}

export interface Helper {
  readonly role: string
  readonly holders: readonly string[]
  readonly how: string
}

/** What a form came back with. */
export interface ReturnedParts {
  /** Where the form is sent, as it stands on its page. */
  readonly action: string
  readonly what: MessageKey
  readonly fields: readonly (readonly [string, string])[]
  /** Why it was not done; none where somebody only wants to change what they wrote. */
  readonly because: readonly Problem[]
  readonly missing: readonly Problem[]
  readonly helpers: readonly Helper[]
}

/** Names that are fields of the exchange, or secrets: what stood in them is never shown again. */
const UNSHOWN = new Set(['once', 'password', 'code', 'token', 'secret'])

/** Whether what stood in a field is never shown again. */
export function isSecretField(name: string): boolean {
  return UNSHOWN.has(name)
}

/** A form that came back, for the page that shows it again as it was filled in. Made anew for each page. */
export class Returned {
  readonly parts: ReturnedParts
  readonly #places = new Map<string, Place>()
  #claimed = false

  constructor(parts: ReturnedParts) {
    this.parts = parts
  }

  /** Whether anything is to be said of it above the page. */
  get isRefused(): boolean {
    return this.parts.because.length + this.parts.missing.length > 0
  }

  /** True for the one form of the page that it was: same address, same fixed fields. */
  claim(action: string, fixed: readonly (readonly [string, string])[]): boolean {
    const { fields } = this.parts
    const isIt =
      !this.#claimed &&
      action === this.parts.action &&
      fixed.every(([name, value]) => fields.some(([one, given]) => one === name && given === value))
    this.#claimed ||= isIt
    return isIt
  }

  /** What was typed into a field; undefined = nothing, or a secret. */
  typed(name: string): string | undefined {
    return this.all(name)[0]
  }

  all(name: string): readonly string[] {
    return isSecretField(name) ? [] : this.parts.fields.flatMap(([one, value]) => (one === name ? [value] : []))
  }

  /** What is wrong with a field. */
  problemsOf(name: string): readonly string[] {
    return [...this.parts.because, ...this.parts.missing].flatMap(({ at }) => (at?.field === name ? [at.text] : []))
  }

  /** A field was put on the page. */
  placed(name: string, id: string, label: string): void {
    if (!this.#places.has(name)) this.#places.set(name, { id, label })
  }

  /** Where the field of a problem stands on the page. */
  placeOf({ at }: Problem): Place | undefined {
    return at === undefined ? undefined : this.#places.get(at.field)
  }

  /** What was typed and has no place on the page any more, so that it is not lost. */
  homeless(): readonly (readonly [string, string])[] {
    if (this.#claimed) return []
    return this.parts.fields.filter(([name, value]) => !isSecretField(name) && value.trim() !== '')
  }
}
