import type { PolicyForm } from './form.ts'
import type { Ground, Question, Reason } from './question.ts'

/** A ground in words, for the person who was answered. */
export function textOf(form: PolicyForm, question: Question, { code, clause }: Ground): string {
  return texts[code](form, question, lastName(form, question, clause), clause)
}

type Text = (form: PolicyForm, question: Question, name: string, clause: string) => string

const texts: Readonly<Record<Reason, Text>> = {
  given: (_form, _question, name, clause) =>
    clause.endsWith('.narrows') ? `\`${name}\` stands for it in this case` : `the group \`${name}\` gives it`,
  'no-such-right': (_form, question) => `there is no right \`${question.right}\` on \`${question.target}\``,
  'nobody-known': () => 'nobody by this name is known',
  locked: () => 'the account is locked',
  'not-given': (_form, question, name, clause) =>
    clause.endsWith('.promote')
      ? `\`${question.target}\` gives the group \`${name}\` by itself, and whether it did is not known`
      : `no group held gives \`${name}\``,
  'taken-away': (_form, _question, name) => `the group \`${name}\` takes it from its members`,
  needs: (form, question, name) => `\`${name}\` has no effect without ${needsOf(form, question, name)}`,
  narrowed: (form, question, name) => `\`${name}\` holds only where: ${whenOf(form, question, name)}`,
  gate: (form, _question, _name, clause) => gateText(form, clause.slice('gates.'.length)),
}

/** The name of the group or right in a clause; names may hold dots, so it is found by what stands around it. */
function lastName(form: PolicyForm, question: Question, clause: string): string {
  const start = ['rights', 'groups'].map((section) => `${section}.${question.target}.`).find((prefix) => clause.startsWith(prefix))
  if (start === undefined) return clause
  const rest = clause.slice(start.length)
  const list = clause.startsWith('rights.') ? form.rights : form.groups
  const target = form.targets.findIndex(({ id }) => id === question.target)
  const known = list.filter((one) => one.target === target && (rest === one.name || rest.startsWith(`${one.name}.`)))
  return known.toSorted((left, right) => right.name.length - left.name.length)[0]?.name ?? rest
}

function rightOf(form: PolicyForm, question: Question, name: string): PolicyForm['rights'][number] | undefined {
  return form.rights.find((one) => one.name === name && form.targets[one.target]?.id === question.target)
}

function needsOf(form: PolicyForm, question: Question, name: string): string {
  const needs = rightOf(form, question, name)?.needs ?? []
  return needs.map((need) => `\`${form.rights[need]?.name}\``).join(' and ')
}

function whenOf(form: PolicyForm, question: Question, name: string): string {
  const when = rightOf(form, question, name)?.when ?? []
  return when.map((id) => form.conditions.find((one) => one.id === id)?.text ?? id).join('; ')
}

function gateText(form: PolicyForm, id: string): string {
  const gate = form.gates.find((one) => one.id === id)
  if (gate === undefined) return 'a gate is closed'
  const groups = gate.only.map((group) => `\`${form.groups[group]?.name}\``)
  const listed = gate.listed === null ? [] : [`whatever groups the \`${gate.listed}\` of the resource names`]
  const passing = [...groups, ...listed]
  return `${gate.text}: ${passing.length === 0 ? 'nobody passes' : `only ${passing.join(', ')} may pass`}`
}
