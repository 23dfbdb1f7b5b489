import type { MessageKey } from './messages.ts'

/** The main pages, in the order of the head of each page, with what they are called there. */
export const NAVIGATION: readonly (readonly [string, MessageKey])[] = [
  ['/', 'writ-common-nav-start'],
  ['/matrix', 'writ-common-nav-matrix'],
  ['/people', 'writ-common-nav-people'],
  ['/roles', 'writ-common-nav-roles'],
  ['/log', 'writ-common-nav-log'],
  ['/charter', 'writ-common-nav-charter'],
  ['/safety', 'writ-common-nav-safety'],
]
