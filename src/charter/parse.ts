import { err, ok, type Result } from '../kernel/result.ts'
import { resolveNames } from './check/names.ts'
import { meaningChecks } from './check/meaning.ts'
import { salvage } from './check/salvage.ts'
import { runChecks } from './check/sayer.ts'
import { checkShape } from './check/shape.ts'
import type { Finding, Place } from './finding.ts'
import type { Clause } from './model.ts'
import { normalCharter } from './normal/charter.ts'
import { inOrder, problem } from './problem.ts'
import { charterSchema } from './schema/charter.ts'
import type { CharterFile, CharterSource } from './source.ts'
import { locate, stands } from './yaml/locate.ts'
import { mergeFiles } from './yaml/merge.ts'
import { readYaml, type ReadFile } from './yaml/read.ts'
import { plain, type Path, type Tree } from './yaml/tree.ts'

/**
 * Reads a charter from its file or from the files of its folder. Fails with all problems at once, each at its place with a remedy;
 * never throws, whatever the text. The grammar is docs/spec/charter.md.
 */
export function parseCharter(files: readonly CharterFile[]): Result<CharterSource, readonly Finding[]> {
  const start: Place = { file: files[0]?.name ?? 'charter.yaml', line: 1, column: 1 }
  if (files.length === 0)
    return err([problem('charter/no-file', start, 'there is no charter to read', 'name a YAML file or a folder that holds one')])
  return charterOf(files.map(readYaml), start)
}

/** The charter that files say together, from what was read of each; `start` is where it begins. Fails as `parseCharter` does. */
export function charterOf(read: readonly ReadFile[], start: Place): Result<CharterSource, readonly Finding[]> {
  const trees = read.flatMap((file) => (file.tree === undefined ? [] : [file.tree]))
  const { root, findings: merging } = mergeFiles(trees, start)
  const unreadable = read.flatMap((file) => file.findings)
  // a file that cannot be read hides names and keys: what the others lack would be guesswork
  if (trees.filter((tree) => tree.kind === 'map').length < read.length) return err(inOrder([...unreadable, ...merging]))
  const shape = checkShape(charterSchema, root)
  const place = (clause: Clause) => locate(root, clause)
  const problems = [...unreadable, ...merging, ...shape.findings, ...resolveNames(root, shape.mentions)]
  if (problems.length > 0) return err(inOrder([...problems, ...meaningOfTheRest(plain(root), place)]))
  const judged = charterSchema.safeParse(plain(root))
  if (!judged.success) return err(judged.error.issues.map((issue) => unexplained(root, issue.path, issue.message)))
  const charter = normalCharter(judged.data)
  const refused = runChecks(meaningChecks, charter, place)
  return refused.length > 0 ? err(inOrder(refused)) : ok({ charter, findings: [], place, stands: (clause) => stands(root, clause) })
}

/** Problems of meaning in what can be read, without those that a block left out would cause. */
function meaningOfTheRest(value: unknown, place: (clause: Clause) => Place): Finding[] {
  const rest = salvage(value)
  if (rest === undefined) return []
  return runChecks(meaningChecks, normalCharter(rest), place).filter((one) => !CAUSED_BY_GAPS.includes(one.code))
}

const CAUSED_BY_GAPS: readonly string[] = ['charter/undecided-request', 'charter/no-members']

/** The schema is the judge: what it refuses is refused even where the explanation above has nothing to say. */
function unexplained(root: Tree, path: readonly PropertyKey[], message: string): Finding {
  const steps: Path = path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const clause = steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
  const place = root.kind === 'map' ? locate(root, clause) : root.place
  return problem('charter/unexplained', place, message.toLowerCase(), 'see docs/spec/charter.md for what may stand here')
}
