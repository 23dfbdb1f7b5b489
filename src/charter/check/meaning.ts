import { approvers } from './approvers.ts'
import { cycles } from './cycles.ts'
import { factsFit } from './facts-fit.ts'
import { given, groups } from './groups.ts'
import { documents, rights } from './rights.ts'
import type { Check } from './sayer.ts'
import { testsFit } from './tests-fit.ts'

/** What is refused although every name resolves. */
export const meaningChecks: readonly Check[] = [cycles, groups, given, testsFit, factsFit, rights, documents, approvers]
