import type { Telling, TellingTemplate } from '../decide/tells/telling.ts'

/** A text with places for names, written `$role`: one line for the subject, then paragraphs. */
interface Text {
  readonly subject: string
  readonly text: readonly string[]
}

/** What people are told. No text says why something was decided, or whom a case is about. */
const TEXTS: Readonly<Record<TellingTemplate, Text>> = {
  granted: {
    subject: 'You hold the role $role',
    text: ['You were given the role $role. It takes effect on the systems it reaches within the next runs.'],
  },
  renewed: { subject: 'Your role $role runs on', text: ['The end of your role $role was changed.'] },
  ended: {
    subject: 'You no longer hold the role $role',
    text: ['Your role $role is over. If you need it again, ask for it with a new use case.'],
  },
  ending: {
    subject: 'Your role $role ends on $until',
    text: [
      'Somebody entitled wants to end your role $role on $until.',
      'Say before then whether you still need it: `writ answer keep $entry` or `writ answer let-go $entry`.',
    ],
  },
  paused: {
    subject: 'Your role $role is paused',
    text: [
      'A condition of your role $role is no longer met, so it has no effect for now. It comes back by itself once the condition is met again.',
    ],
  },
  resumed: { subject: 'Your role $role has effect again', text: ['The conditions of your role $role are met again.'] },
  activated: {
    subject: '$role is in use until $until',
    text: ['The role $role, which rests otherwise, is in use until $until (UTC). It will be reviewed afterwards.'],
  },
  'ends-soon': {
    subject: 'Your role $role ends on $until',
    text: ['Your role $role ends on $until. Whoever may give it can renew it, or you ask for it anew.'],
  },
  'condition-violated': {
    subject: 'A condition of your role $role is not met',
    text: [
      'Your role $role asks for this, and it is not so: $condition',
      'What follows, and when, stands in the charter. If it is wrong, have the source corrected.',
    ],
  },
  'condition-met': {
    subject: 'The conditions of your role $role are met',
    text: ['What your role $role asks for is so again: $condition'],
  },
  'still-needed': {
    subject: 'Do you still need the role $role?',
    text: [
      'It is not known that you used your role $role lately.',
      'Say until $until whether you need it: `writ answer keep $entry` or `writ answer let-go $entry`.',
    ],
  },
  effective: {
    subject: 'Your role $role has effect now',
    text: ['The systems that your role $role reaches have confirmed it. If something does not work, say so.'],
  },
  'follow-up': {
    subject: 'Does the access of $role work?',
    text: [
      'Please look whether the access that was given with $role (entry $entry) really works, and say so: `writ follow-up $entry works`, or where you are logged in.',
    ],
  },
  terms: {
    subject: 'Please accept the terms of your role $role',
    text: [
      'Your role $role comes with terms. Read them as they stand now, and accept them where you are logged in, or with `writ terms $entry`.',
    ],
  },
  'target-works': {
    subject: 'Please look whether $target works',
    text: [
      'Something changed on $target, and before the same happens elsewhere somebody must have looked.',
      'Please log in there, see whether you find what you work with, and say so: `writ confirm`.',
    ],
  },
  'request-waits': {
    subject: 'A request for $role waits for you',
    text: ['Somebody asks for the role $role, and you can decide. Look at request $entry where you are logged in.'],
  },
  'request-reminder': {
    subject: 'A request for $role still waits for you',
    text: ['Request $entry for the role $role has waited for some days. You can decide it.'],
  },
  'request-nobody': {
    subject: 'Nobody can decide the request for $role',
    text: ['At present nobody is there who could decide the request for $role. The people who run this installation can say who should.'],
  },
  'request-changed': {
    subject: 'A request for $role that you approved was changed',
    text: ['Request $entry for the role $role is another one now, so your approval no longer counts. Please look at it again.'],
  },
  'request-question': {
    subject: 'A question about your request for $role',
    text: ['Somebody who decides on the request for $role asks something back. Please answer it.'],
  },
  'request-answer': {
    subject: 'An answer to your question about a request for $role',
    text: ['Your question about request $entry for $role was answered.'],
  },
  'request-granted': { subject: 'The request for $role was granted', text: ['The request for $role that you filed was granted.'] },
  'request-refused': {
    subject: 'The request for $role was refused',
    text: ['The request for $role was refused. The reason stands with it; where the charter lets you, you can appeal once.'],
  },
  'request-lapsed': {
    subject: 'The request for $role has lapsed',
    text: ['Nobody decided the request for $role in time. You can ask again.'],
  },
  'request-withdrawn': {
    subject: 'The request for $role was taken back',
    text: ['The request for $role that was filed for you was taken back.'],
  },
  'filed-for-you': {
    subject: 'Somebody asks for $role for you',
    text: ['Somebody has filed a request for the role $role in your favour. Nothing is given to you without the approvals it needs.'],
  },
  suspended: {
    subject: 'Your roles are suspended',
    text: [
      'Your roles have no effect for now. You will be heard before anything is decided: log in and give your side on your page, or write to those who decide.',
    ],
  },
  'suspension-waits': {
    subject: 'A suspension waits for you',
    text: [
      'A suspension began (entry $entry), and you can decide what becomes of it. Nothing becomes final before the person gave their side, or before $until (UTC).',
      'Read it where you are logged in; each reading is on record, and the person hears of it.',
    ],
  },
  'suspension-heard': {
    subject: 'Somebody who is suspended gave their side',
    text: [
      'Somebody who is suspended gave their side (entry $entry), and you can decide what becomes of it: their roles have no effect until then.',
      'Read it where you are logged in; each reading is on record, and the person hears of it.',
    ],
  },
  reinstated: {
    subject: 'Your roles have effect again',
    text: ['Your suspension is over, and your roles have effect again on the systems they reach within the next runs.'],
  },
  'case-waits': {
    subject: 'A case waits for you',
    text: ['Case $entry waits. Read it where you are logged in; each reading is on record.'],
  },
  'review-waits': {
    subject: 'The review of $role waits for you',
    text: ['Please say for each holder of $role whether it is still needed: review $entry, `writ review`.'],
  },
  'unused-report': {
    subject: 'A role lies unused: $role',
    text: ['A holder of $role (grant $entry) has not used it for long and did not say that it is needed.'],
  },
  vacant: {
    subject: 'Nobody holds the role $role',
    text: ['The role $role, which others depend on, has no holder any more. You can fill it.'],
  },
  'fact-doubted': {
    subject: 'Somebody says that a fact about them is wrong',
    text: ['Somebody says that what a source tells of them is wrong, and you answer for the sources. Look at it where you are logged in.'],
  },
  'fact-answered': {
    subject: 'What you said about a fact was answered',
    text: ['You said that a fact about you is wrong. The answer stands on your page, where you are logged in.'],
  },
  'data-read': {
    subject: 'Somebody read data about you',
    text: ['Somebody entitled looked at what is kept about you and is not public. It is on record who, and why.'],
  },
  'account-linked': {
    subject: 'An account on $target counts as yours',
    text: ['An account on $target was linked to you. If it is not yours, say so at once.'],
  },
  'token-made': {
    subject: 'A token was made in your name',
    text: ['A token that acts in your name was made. If that was not you, have it revoked at once.'],
  },
  'charter-waits': {
    subject: 'A proposed charter waits for you',
    text: [
      'The charter proposed in entry $entry waits for a decision, and you can give it: read the feedback, then `writ charter approve $entry` or refuse.',
    ],
  },
  'charter-held': {
    subject: 'A charter could not come into force',
    text: [
      'The charter that was decided in entry $entry was to come into force and does not: by what holds now it would make something possible that was not judged when it was decided, or take a role that somebody holds.',
      'The charter in force stays. Adopt it anew, or take it back: `writ charter list`.',
    ],
  },
  'activation-waits': {
    subject: 'An emergency: somebody wants to use $role',
    text: ['Somebody wants to use the role $role, which rests otherwise, and waits for you: approve or refuse it now, proposal $entry.'],
  },
  'activation-review': {
    subject: 'The use of $role is to be reviewed',
    text: [
      'The role $role, which rests otherwise, was used (entry $entry), and the use is over. Look at what was done with it, and record it.',
    ],
  },
  'activation-review-late': {
    subject: 'Nobody reviewed the use of $role',
    text: ['The role $role, which rests otherwise, was used (entry $entry), and nobody looked in time at what was done with it.'],
  },
  'limit-reached': {
    subject: 'You have made as many changes as $role may',
    text: [
      'You have given or taken roles as often as your role $role allows in its time. More are held until that time is over; others can make them.',
      'If these changes were not yours, say so at once: `writ suspend` on yourself with the cause `compromised` stops everything.',
    ],
  },
  'limit-report': {
    subject: 'A holder of $role has made as many changes as allowed',
    text: [
      'A holder of $role (grant $entry) has given or taken roles as often as the charter allows in its time; more are held. You can take the role or suspend its holder: look at these changes while they are easily undone.',
    ],
  },
  'key-added': {
    subject: 'A passkey was added to your account here',
    text: ['A passkey that logs in as you and confirms your decisions was added. If that was not you, say so at once: it can be retired.'],
  },
  'proposal-waits': {
    subject: 'A proposal about $role waits for you',
    text: ['Somebody proposes to give or take the role $role, and you can confirm or refuse it: proposal $entry.'],
  },
  objected: {
    subject: 'Somebody objects to a grant of $role',
    text: ['Somebody objects to the announced grant of $role. The log says why.'],
  },
  'source-doubted': {
    subject: 'The source $source is not believed',
    text: [
      'The source $source suddenly says less than is believed, so all that it says counts as unknown: nobody gains or loses anything by it.',
      'Look there. If it is a mistake, have it put right; if it is so, say it: `writ source believe $source --reason TEXT`.',
    ],
  },
  'data-exported': {
    subject: 'Everything that is recorded was exported',
    text: [
      'Somebody who runs Writ took everything that is recorded along, private fields too. The log says who, in entry $entry.',
      'If it should not be so, take their roles away and have their sessions and tokens ended at once.',
    ],
  },
  'plan-stopped': {
    subject: 'A plan was stopped on $target',
    text: ['Plan $entry is larger or riskier than the limits allow. It waits for somebody who may let it through once.'],
  },
  'charter-open': {
    subject: 'A change of the charter is open for feedback',
    text: ['Proposal $entry changes the charter and is open for feedback: `writ charter list $entry`.'],
  },
}

/** All texts there are. */
export const templates: readonly string[] = Object.keys(TEXTS)

const REASONS: Readonly<Record<Telling['why'], string>> = {
  concerned: 'You get this because it concerns you.',
  decides: 'You get this because you can decide it.',
  asked: 'You get this because the charter names you for it.',
  follows: 'You get this because the charter wants you to know.',
}

/** What an installation is called, and where its pages stand. */
export interface Place {
  readonly site: string
  readonly url: string | undefined
}

/** What a telling says, without the frame of a message. */
export function messageOf({ template, names }: Pick<Telling, 'template' | 'names'>): { readonly subject: string; readonly text: string[] } {
  const { subject, text } = TEXTS[template]
  return { subject: fill(subject, names), text: text.map((line) => fill(line, names)) }
}

/** Why somebody is told. */
export function reasonOf({ why }: Pick<Telling, 'why'>): string {
  return REASONS[why]
}

/** The message of a telling. */
export function compose(telling: Pick<Telling, 'template' | 'names' | 'why'>, place: Place): Text {
  const { subject, text } = messageOf(telling)
  return { subject: `${subject} - ${oneLine(place.site)}`, text: [...text, reasonOf(telling), ...pagesAt(place)] }
}

/** Where to look. */
export function pagesAt({ url }: Place): readonly string[] {
  return url === undefined ? [] : [`Pages: ${url}`]
}

/** Puts names into their places, each on one line. */
export function fill(line: string, names: Readonly<Record<string, string>>): string {
  return line.replaceAll(/\$([a-z]+)/g, (place, name: string) => oneLine(names[name] ?? place))
}

/** Names are foreign: no line break, control or bidirectional character gets into a subject. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
}
