import { HOW } from '../decide/how.ts'

/** The flag or command by which the command line does what a sentence of the core asks for. */
const FLAGS: Readonly<Record<keyof typeof HOW, string>> = {
  inOwnName: '`--token-file`',
  forWhom: '`--by`',
  whose: '`--by`',
  whoConfirms: '`--by` or `--token-file`',
  why: '`--reason`',
  saysWhy: '`--reason`',
  takesReason: '`--reason`',
  overrideWithReason: '`--override` and `--reason`',
  howLong: '`--for "4 hours"`',
  untilDate: '`--until`',
  whichAccount: '`--account`',
  whichComment: '`--to`',
  feedbackRead: '`--feedback-read`',
  noGrace: '`--grace`',
  oneTarget: '`--target`',
  link: '`writ link`',
}

const HINTS = Object.entries(HOW).map(([name, phrase]) => ({
  phrase: new RegExp(`(?:^|(?<=[\\s(]))${phrase}(?=[ ,;:.]|$)`),
  flag: FLAGS[name as keyof typeof HOW],
}))

/** A sentence of the core with the flags of the command line that do what it asks for. */
export function withFlags(sentence: string): string {
  return HINTS.reduce((text, { phrase, flag }) => text.replace(phrase, (found) => `${found} (${flag})`), sentence)
}
