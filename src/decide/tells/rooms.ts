import type { Telling, TellingTemplate } from './telling.ts'

/** What is looked into in confidence: that there is something at all is for those alone who look into it. */
const IN_CONFIDENCE: ReadonlySet<TellingTemplate> = new Set(['case-waits', 'suspension-waits', 'suspension-heard'])

/** Whether a room that many read is told: what waits for a decision that is no secret, and nothing about anybody. */
export function isForRooms({ why, template }: Pick<Telling, 'why' | 'template'>): boolean {
  return why === 'decides' && !IN_CONFIDENCE.has(template)
}
