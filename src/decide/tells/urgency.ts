import type { TellingTemplate } from './telling.ts'

/**
 * Why something is told at once, whatever its reader has chosen:
 * - `heard`: roles rest, and whose they are is to be heard before it is decided, or was and waits;
 * - `access`: it was decided what they themselves may do;
 * - `term`: a time runs, and who does not act before its end loses something;
 * - `security`: if it was not they, or it should not be so, each hour counts;
 * - `emergency`: a role that rests otherwise is wanted or in use now.
 */
export type AtOnce = 'heard' | 'access' | 'term' | 'security' | 'emergency'

/** Every message, and whether its reader chooses when it comes. The one place that says so; docs/spec/notices.md shows it. */
const URGENCY: Readonly<Record<TellingTemplate, AtOnce | 'chosen'>> = {
  suspended: 'heard',
  'suspension-waits': 'heard',
  'suspension-heard': 'heard',
  granted: 'access',
  renewed: 'access',
  ended: 'access',
  reinstated: 'access',
  paused: 'access',
  'request-granted': 'access',
  'request-refused': 'access',
  ending: 'term',
  'ends-soon': 'term',
  'condition-violated': 'term',
  'still-needed': 'term',
  'key-added': 'security',
  'token-made': 'security',
  'account-linked': 'security',
  'data-read': 'security',
  'case-waits': 'security',
  'limit-reached': 'security',
  'limit-report': 'security',
  'plan-stopped': 'security',
  'source-doubted': 'security',
  'data-exported': 'security',
  'charter-held': 'security',
  activated: 'emergency',
  'activation-waits': 'emergency',
  resumed: 'chosen',
  effective: 'chosen',
  'condition-met': 'chosen',
  'follow-up': 'chosen',
  terms: 'chosen',
  'target-works': 'chosen',
  'request-waits': 'chosen',
  'request-reminder': 'chosen',
  'request-nobody': 'chosen',
  'request-changed': 'chosen',
  'request-question': 'chosen',
  'request-answer': 'chosen',
  'request-lapsed': 'chosen',
  'request-withdrawn': 'chosen',
  'filed-for-you': 'chosen',
  'review-waits': 'chosen',
  'unused-report': 'chosen',
  vacant: 'chosen',
  'charter-open': 'chosen',
  'charter-waits': 'chosen',
  'proposal-waits': 'chosen',
  'activation-review': 'chosen',
  'activation-review-late': 'chosen',
  objected: 'chosen',
  'fact-doubted': 'chosen',
  'fact-answered': 'chosen',
}

/** Why a message is told at once; undefined = its reader chooses when. */
export function toldAtOnce(template: TellingTemplate): AtOnce | undefined {
  const urgency = URGENCY[template]
  return urgency === 'chosen' ? undefined : urgency
}

/** What is told at once, and why. */
export const alwaysAtOnce: readonly { readonly template: TellingTemplate; readonly because: AtOnce }[] = (
  Object.keys(URGENCY) as TellingTemplate[]
).flatMap((template) => {
  const because = toldAtOnce(template)
  return because === undefined ? [] : [{ template, because }]
})
