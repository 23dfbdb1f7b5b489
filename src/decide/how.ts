/**
 * What is to be added or done differently, in words that fit every way in: a page has a field for it, the programming interface a name in the body. The command
 * line says the flag besides (`cli/flag-hints.ts`).
 */
export const HOW = {
  inOwnName: 'do it yourself, in your own name',
  forWhom: 'say for whom',
  whose: 'say whose it is',
  whoConfirms: 'say who confirms it',
  why: 'say why',
  saysWhy: 'says why',
  takesReason: 'overriding takes a reason',
  overrideWithReason: 'by overriding this, with a reason',
  howLong: 'say for how long',
  untilDate: 'say until when',
  whichAccount: 'say which one',
  whichComment: 'name the comment replied to',
  feedbackRead: 'confirm that you have read it',
  noGrace: 'leave the grace away',
  oneTarget: 'give it on one of them alone',
  link: 'then have the other account linked to whose it is',
} as const
