import type { CharterText } from '../../charter-fields.ts'
import type { PromiseView, SafetyView } from '../../view.ts'

/** What is filled in on another step and goes along with a form. */
export type Carried = readonly (readonly [name: string, value: string])[]

export interface EnterView {
  /** Where the form is sent. */
  readonly action: string
  readonly carried: Carried
  /** The time of the token has passed. */
  readonly late: boolean
}

export interface CharterStepView {
  readonly files: readonly CharterText[]
  readonly examples: readonly { readonly id: string; readonly title: string; readonly text: string | undefined }[]
  /** The example that the texts are; undefined = none was chosen. */
  readonly example: string | undefined
  readonly carried: Carried
}

export interface FindingView {
  /** `roles.yaml:41:3`. */
  readonly place: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly message: string
  readonly remedy: string
  /** Places of more of the same code. */
  readonly also: readonly string[]
}

export interface CheckView {
  readonly title: string
  readonly findings: readonly FindingView[]
  readonly counts: Readonly<Record<FindingView['severity'], number>>
  readonly promises: readonly PromiseView[]
  readonly safety: SafetyView
}

export interface PeopleStepView extends CheckView {
  /** Roles whose holders may run Writ. */
  readonly roles: readonly { readonly id: string; readonly title: string }[]
  /** Targets on which accounts can be looked up. */
  readonly targets: readonly { readonly id: string; readonly title: string }[]
  /** Whether the charter has targets that have no address yet. */
  readonly unconnected: boolean
  /** Servers whose accounts only open Writ. */
  readonly logins: readonly { readonly id: string; readonly title: string }[]
  readonly carried: Carried
}

export interface PreviewStepView {
  readonly title: string
  readonly entries: readonly string[]
  readonly remarks: readonly string[]
  readonly promises: readonly PromiseView[]
  readonly safety: SafetyView
  readonly carried: Carried
}

export interface DoneView {
  readonly handle: string
  readonly code: string
  /** Until when the code is good, RFC 3339. */
  readonly until: string
  readonly remarks: readonly string[]
}
