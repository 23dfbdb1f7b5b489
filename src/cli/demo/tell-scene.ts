import type { CharterSource } from '../../charter/source.ts'
import { describeLine } from '../../reconcile/describe-plan.ts'
import { sentenceOf } from '../../render/sentence.ts'
import { terminalText } from '../../render/terminal.ts'
import type { State } from '../../ledger/state.ts'
import type { Scene } from '../../workflow/play-story.ts'
import type { StoryStep } from '../../workflow/story-file.ts'
import { formatDecision } from '../print-decision.ts'

const MANY = 4

/** The commentary on a scene: what was tried, what the rules said, what stands in the ledger and was read back because of it. */
export function tellScene(scene: Scene, state: State, source: CharterSource): readonly string[] {
  const { step, decision, plan } = scene
  if ('chapter' in step) return ['', `# ${step.chapter}`]
  const lines = [`> ${terminalText(triedTo(step, source), 300)}`]
  if (decision !== undefined && decision.outcome !== 'allowed') lines.push(`  ${decision.outcome}:`, formatDecision(decision, source))
  if ('plan' in step || 'apply' in step)
    for (const line of (plan?.observation.plan.lines ?? []).slice(0, MANY))
      lines.push(`  planned: ${terminalText(describeLine(line), 300)}`)
  const told = scene.entries.map(
    (entry) => `  entry ${entry.seq}: ${terminalText(sentenceOf(entry, { state, charter: source.charter }), 300)}`,
  )
  lines.push(...shorten(told))
  const compared = 'plan' in step ? step.plan : 'apply' in step ? step.apply : undefined
  if (compared !== undefined && plan?.observation.plan.lines.length === 0)
    lines.push(`  ${standing([...state.openDrift(compared)].length)}`)
  for (const surprise of scene.surprises) lines.push(`  not as the story expected: ${terminalText(surprise, 300)}`)
  return lines
}

function standing(unsettled: number): string {
  if (unsettled === 0) return 'nothing to change: the target stands as decided'
  return `nothing is changed without a person: ${unsettled === 1 ? 'one difference waits' : `${unsettled} differences wait`} for a decision`
}

function shorten(lines: readonly string[]): readonly string[] {
  if (lines.length <= MANY * 2) return lines
  return [...lines.slice(0, MANY), `  ... ${lines.length - MANY * 2} more entries ...`, ...lines.slice(-MANY)]
}

function triedTo(step: StoryStep, { charter }: CharterSource): string {
  const role = (id: string) => charter.roles.get(id)?.title ?? `\`${id}\` (no such role)`
  const target = (id: string) => charter.targets.get(id)?.title ?? id
  if ('adopt' in step) return `take in who holds what on ${target(step.adopt)} today`
  if ('mode' in step) return `let Writ ${step.mode} on ${target(step.target)}`
  if ('grant' in step)
    return `${step.as} wants to make ${step.to} ${role(step.grant)}${step.because === undefined ? '' : `: ${step.because}`}`
  if ('behind' in step)
    return `somebody changes ${target(step.behind)} without Writ: ${'add' in step ? `${step.add.person} is put into ${step.add.group}` : `${step.remove.person} is taken out of ${step.remove.group}`}`
  if ('remove' in step)
    return `${step.as} wants to take ${role(step.remove)} from ${step.from}${step.because === undefined ? '' : `: ${step.because}`}`
  if ('resign' in step) return `${step.as} gives up ${role(step.resign)}`
  if ('renew' in step) return `${step.as} renews ${role(step.renew)} of ${step.of}`
  if ('ask' in step) return `${step.as} asks for ${role(step.ask)}${step.because === undefined ? '' : `: ${step.because}`}`
  if ('amend' in step) return `${step.as} changes what is asked for${step.because === undefined ? '' : `: ${step.because}`}`
  if ('comment' in step) return `${step.as} says: ${step.comment}`
  if ('question' in step) return `${step.as} asks back: ${step.question}`
  if ('answer' in step) return `${step.as} answers: ${step.answer}`
  if ('state' in step) return `${step.as} states \`${step.state}\``
  if ('appeal' in step) return `${step.as} appeals: ${step.because}`
  if ('object' in step) return `${step.as} objects: ${step.because}`
  if ('withdraw' in step) return `${step.as} takes the request back`
  if ('fact' in step) return `${step.fact} of ${step.of} is ${step.becomes === null ? 'no longer known' : String(step.becomes)} from now on`
  if ('approve' in step) return `${step.as} agrees`
  if ('refuse' in step) return `${step.as} refuses`
  if ('plan' in step) return `compare ${target(step.plan)} with what was decided`
  if ('apply' in step) return `make ${target(step.apply)} equal to what was decided`
  if ('wait' in step) return `${step.wait} pass`
  return 'look'
}
