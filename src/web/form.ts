import { html } from 'hono/html'
import type { Html, Reader } from './reader.ts'

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
  readonly button: string
  /** `destructive` for what takes something away. */
  readonly kind?: 'progressive' | 'destructive' | 'quiet'
  readonly body?: Html
  /** Several buttons in place of the one. */
  readonly buttons?: Html
  /** What the button does, where its text alone does not say it. */
  readonly label?: string
}

/** A form that does something. It is sent as it stands, without a script. */
export function form(_reader: Reader, { action, button, kind = 'progressive', body, label, buttons }: FormParts): Html {
  const classes =
    kind === 'quiet'
      ? 'cdx-button cdx-button--size-medium'
      : `cdx-button cdx-button--weight-primary cdx-button--action-${kind} cdx-button--size-medium`
  return html`<form class="act" method="post" action="${action}">
    ${onceField()} ${body ?? ''}
    ${buttons ?? html`<button class="${classes}" type="submit" ${label === undefined ? '' : html` aria-label="${label}"`}>${button}</button>`}
  </form>`
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

/** One line of text, or a day. */
export function field(parts: FieldParts & { readonly type?: 'text' | 'date' | 'password'; readonly autocomplete?: string }): Html {
  const { name, value = '', required = false, most = 200, type = 'text', autocomplete = 'off' } = parts
  return labelled(
    parts,
    html`<input
      class="cdx-text-input__input"
      type="${type}"
      id="f-${name}"
      name="${name}"
      value="${value}"
      maxlength="${most}"
      autocomplete="${autocomplete}"
      ${described(parts)}
      ${required ? html` required` : ''}
    />`,
  )
}

/** Several lines of text. */
export function area(parts: FieldParts): Html {
  const { name, value = '', required = false, most = 10_000 } = parts
  return labelled(
    parts,
    html`<textarea
      class="area"
      id="f-${name}"
      name="${name}"
      rows="4"
      maxlength="${most}"
      ${described(parts)}
      ${required ? html` required` : ''}
    >
${value}</textarea>`,
  )
}

/** One of several. */
export function choice(parts: FieldParts & { readonly options: readonly { readonly value: string; readonly text: string }[] }): Html {
  const { name, value = '', options } = parts
  return labelled(
    parts,
    html`<select class="select" id="f-${name}" name="${name}" ${described(parts)}>
      ${options.map((option) => html`<option value="${option.value}" ${option.value === value ? html` selected` : ''}>${option.text}</option>`)}
    </select>`,
  )
}

/** Something that is so or is not. */
export function tick(parts: FieldParts & { readonly ticked?: boolean }): Html {
  const { name, label, value = 'yes', ticked = false, required = false, hint } = parts
  return html`<div class="field">
    <label class="tick"
      ><input type="checkbox" name="${name}" value="${value}" ${ticked ? html` checked` : ''} ${required ? html` required` : ''} />
      <span>${label}</span></label
    >
    ${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
  </div>`
}

function labelled({ name, label, hint }: FieldParts, control: Html): Html {
  return html`<div class="field">
    <label for="f-${name}">${label}</label>
    ${hint === undefined ? '' : html`<p class="hint" id="h-${name}">${hint}</p>`} ${control}
  </div>`
}

function described({ name, hint }: FieldParts): Html {
  return hint === undefined ? html`` : html` aria-describedby="h-${name}"`
}
