import { html } from 'hono/html'
import type { Html, Reader } from './reader.ts'
import type { Returned } from './returned.ts'

/** A value that keeps a form from being carried out twice; a new one each time a page is made. */
export function onceField(): Html {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return html`<input
    type="hidden"
    name="once"
    value="${btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')}"
  />`
}

export interface FormParts {
  /** Where it is sent. */
  readonly action: string
  readonly button?: string
  /** `destructive` for what takes something away. */
  readonly kind?: 'progressive' | 'destructive' | 'quiet'
  /** Tells the fields of this form from others of the same name on its page, where nothing fixed does. */
  readonly id?: string
  /** Hidden fields: with the address they tell this form from others of its page. */
  readonly fixed?: Readonly<Record<string, string>>
  /** What is filled in: with what was typed, where the form came back. */
  readonly body?: Html | ((fields: Fields) => Html)
  /** Several buttons in place of the one. */
  readonly buttons?: Html
  /** What the button does, where its text alone does not say it. */
  readonly label?: string
  /** A file goes with it. */
  readonly file?: boolean
}

/** A form that does something. It is sent as it stands, without a script. One that came back unanswered is shown as it was filled in. */
export function form(reader: Reader, parts: FormParts): Html {
  const { action, button = '', kind = 'progressive', id, fixed = {}, body, label, buttons, file } = parts
  const pairs = Object.entries(fixed)
  const returned = reader.returned?.claim(action, pairs) === true ? reader.returned : undefined
  const suffix = [...(id === undefined ? [] : [id]), ...pairs.map(([, value]) => value)]
    .map((value) => `-${value.replaceAll(/\s/g, '_')}`)
    .join('')
  return html`<form class="act" method="post" action="${action}" ${file === true ? html` enctype="multipart/form-data"` : ''}>
    ${onceField()} ${pairs.map(([name, value]) => hidden(name, value))}
    ${typeof body === 'function' ? body(new Fields(reader, returned, suffix)) : (body ?? '')}
    ${buttons ?? html`<button class="${classesOf(kind)}" type="submit" ${label === undefined ? '' : html` aria-label="${label}"`}>${button}</button>`}
  </form>`
}

/** One of several answers to what a form asks: a button of its own. */
export interface Answer {
  readonly value: string
  readonly text: string
  /** `quiet` if nothing is said. */
  readonly kind?: NonNullable<FormParts['kind']>
  /** What it does, where its text alone does not say it. */
  readonly label?: string
}

/** Several buttons in place of the one: each sends the form with its own value of the field. */
export function answers(name: string, list: readonly Answer[]): Html {
  return html`<p class="buttons">
    ${list.map(({ value, text, kind = 'quiet', label }) => html`<button class="${classesOf(kind)}" type="submit" name="${name}" value="${value}" ${label === undefined ? '' : html` aria-label="${label}"`}>${text}</button> `)}
  </p>`
}

function classesOf(kind: NonNullable<FormParts['kind']>): string {
  return kind === 'quiet'
    ? 'cdx-button cdx-button--size-medium'
    : `cdx-button cdx-button--weight-primary cdx-button--action-${kind} cdx-button--size-medium`
}

interface FieldParts {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly value?: string | undefined
  readonly required?: boolean
  /** Longest text. */
  readonly most?: number
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`
}

/** So many things that are wrong are said beside a field; all of them stand above the page. */
const MOST_BESIDE = 3

/** The fields of one form: each with a name of its own on the page, with what was typed before and what is wrong with it. */
export class Fields {
  readonly #reader: Reader
  readonly #returned: Returned | undefined
  readonly #suffix: string

  constructor(reader: Reader, returned: Returned | undefined, suffix: string) {
    this.#reader = reader
    this.#returned = returned
    this.#suffix = suffix
  }

  /** Whether it is shown again. */
  get returned(): boolean {
    return this.#returned !== undefined
  }

  /** What was filled in before. */
  typed(name: string): string | undefined {
    return this.#returned?.typed(name)
  }

  /** One line of text, or a day. A password is never filled in. */
  field(
    parts: FieldParts & {
      readonly type?: 'text' | 'date' | 'password'
      readonly autocomplete?: string
      /** The last day that can be chosen. */
      readonly latest?: string
    },
  ): Html {
    const { name, value = '', required = false, most = 200, type = 'text', autocomplete = 'off', latest } = parts
    return this.#labelled(
      parts,
      html`<input
        class="cdx-text-input__input"
        type="${type}"
        ${this.#place(parts)}
        value="${type === 'password' ? '' : this.#valueOf(name, value)}"
        maxlength="${most}"
        autocomplete="${autocomplete}"
        ${latest === undefined ? '' : html` max="${latest}"`}
        ${required ? html` required` : ''}
      />`,
    )
  }

  /** Several lines of text. */
  area(parts: FieldParts & { readonly rows?: number; readonly isCode?: boolean }): Html {
    const { name, value = '', required = false, most = 10_000, rows = 4, isCode = false } = parts
    return this.#labelled(
      parts,
      html`<textarea
        class="${isCode ? 'area code' : 'area'}"
        ${this.#place(parts)}
        rows="${rows}"
        maxlength="${most}"
        ${required ? html` required` : ''}
      >
${this.#valueOf(name, value)}</textarea>`,
    )
  }

  /** One of several. */
  choice(parts: FieldParts & { readonly options: readonly { readonly value: string; readonly text: string }[] }): Html {
    const { name, value = '', options } = parts
    const chosen = this.#valueOf(name, value)
    return this.#labelled(
      parts,
      html`<select class="select" ${this.#place(parts)}>
        ${options.map((option) => html`<option value="${option.value}" ${option.value === chosen ? html` selected` : ''}>${option.text}</option>`)}
      </select>`,
    )
  }

  /** A file; browsers fill none in again. */
  file(parts: FieldParts & { readonly accept: string; readonly multiple?: boolean }): Html {
    const { accept, multiple = false } = parts
    return this.#labelled(parts, html`<input type="file" ${this.#place(parts)} accept="${accept}" ${multiple ? html` multiple` : ''} />`)
  }

  /** Something that is so or is not. */
  tick(parts: FieldParts & { readonly ticked?: boolean }): Html {
    const { name, label, value = 'yes', ticked = false, required = false, hint } = parts
    const id = this.#idOf(name, value)
    const isTicked = this.#returned === undefined ? ticked : this.#returned.all(name).includes(value)
    this.#returned?.placed(name, id, label)
    return html`<div class="field">
      <label class="tick"
        ><input
          type="checkbox"
          name="${name}"
          value="${value}"
          id="${id}"
          ${this.#described(parts, id)}
          ${isTicked ? html` checked` : ''}
          ${required ? html` required` : ''}
        />
        <span>${label}</span></label
      >
      ${hint === undefined ? '' : html`<p class="hint" id="h-${id}">${hint}</p>`} ${this.#wrong(name, id)}
    </div>`
  }

  #valueOf(name: string, value: string): string {
    return this.#returned === undefined ? value : (this.#returned.typed(name) ?? '')
  }

  #idOf(name: string, value = 'yes'): string {
    return `f-${name}${value === 'yes' ? '' : `-${value.replaceAll(/\s/g, '_')}`}${this.#suffix}`
  }

  #place(parts: FieldParts): Html {
    const id = this.#idOf(parts.name)
    this.#returned?.placed(parts.name, id, parts.label)
    return html` id="${id}" name="${parts.name}" ${this.#described(parts, id)}`
  }

  /** What is wrong is said of the field before what is asked of it. */
  #described({ name, hint }: FieldParts, id: string): Html {
    const isWrong = (this.#returned?.problemsOf(name).length ?? 0) > 0
    const by = [...(isWrong ? [`e-${id}`] : []), ...(hint === undefined ? [] : [`h-${id}`])]
    if (by.length === 0) return html``
    return html` aria-describedby="${by.join(' ')}" ${isWrong ? html` aria-invalid="true"` : ''}`
  }

  #wrong(name: string, id: string): Html {
    const problems = this.#returned?.problemsOf(name) ?? []
    if (problems.length === 0) return html``
    return html`<p class="wrong" id="e-${id}">
      ${problems.slice(0, MOST_BESIDE).map((text, index) => html`${index === 0 ? '' : html`<br />`}${this.#reader.english(text)}`)}
      ${
        problems.length <= MOST_BESIDE
          ? ''
          : html`<br />
              <a href="#not-done">${this.#reader.say('writ-common-more-above', problems.length - MOST_BESIDE)}</a>`
      }
    </p>`
  }

  #labelled({ name, label, hint }: FieldParts, control: Html): Html {
    const id = this.#idOf(name)
    return html`<div class="field">
      <label for="${id}">${label}</label>
      ${hint === undefined ? '' : html`<p class="hint" id="h-${id}">${hint}</p>`} ${this.#wrong(name, id)} ${control}
    </div>`
  }
}
