import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Json } from '../../kernel/json.ts'

/** A resource that is known here, with what is stored of it. */
export interface Resource {
  readonly type: string
  readonly id: string
  readonly properties: Readonly<Record<string, Json>>
}

/** The resources of an installation. Who asks about others sends their properties along. */
export interface Catalogue {
  find(type: string, id: string): Resource | undefined
  /** Those of a type, in the order of their ids. */
  ofType(type: string): readonly Resource[]
  /** The target on which resources of a type stand, where the type is not called as the target is. */
  targetOf(type: string): string | undefined
}

/** The file of resources cannot be used; the message names each problem. */
export class CatalogueUnreadableError extends Error {
  override name = 'CatalogueUnreadableError'
}

const schema = z.strictObject({
  types: z.record(z.string(), z.string()).default({}),
  resources: z
    .array(z.strictObject({ type: z.string(), id: z.string(), properties: z.record(z.string(), z.json()).default({}) }))
    .default([]),
})

export function createCatalogue(resources: readonly Resource[] = [], types: Readonly<Record<string, string>> = {}): Catalogue {
  const byType = new Map<string, Map<string, Resource>>()
  for (const resource of resources.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const known = byType.get(resource.type) ?? new Map<string, Resource>()
    byType.set(resource.type, known.set(resource.id, resource))
  }
  const sorted = new Map([...byType].map(([type, known]) => [type, [...known.values()]]))
  const targets = new Map(Object.entries(types))
  return {
    find: (type, id) => byType.get(type)?.get(id),
    ofType: (type) => sorted.get(type) ?? [],
    targetOf: (type) => targets.get(type),
  }
}

/** Reads `types: { page: wiki }` and `resources: [{ type, id, properties }]`, YAML or JSON; fails with all problems. */
export function readCatalogue(text: string): Result<Catalogue, readonly string[]> {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    return err([error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not YAML'])
  }
  const read = schema.safeParse(value)
  if (!read.success)
    return err(
      read.error.issues.map(
        ({ path, message }) =>
          `${path.length === 0 ? '' : `${path.join('.')}: `}${message.replace(/^./, (letter) => letter.toLowerCase())}`,
      ),
    )
  const { resources, types } = read.data
  const seen = new Set<string>()
  const twice = resources.flatMap(({ type, id }, index) => {
    const key = JSON.stringify([type, id])
    if (seen.has(key)) return [`resources.${index}: stands in the list before`]
    seen.add(key)
    return []
  })
  return twice.length > 0 ? err(twice) : ok(createCatalogue(resources, types))
}

/** Throws CatalogueUnreadableError. */
export async function loadCatalogue(path: string): Promise<Catalogue> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CatalogueUnreadableError(`the file of resources \`${path}\` cannot be read`, { cause })
  })
  const catalogue = readCatalogue(text)
  if (!catalogue.ok) throw new CatalogueUnreadableError(catalogue.error.map((problem) => `${path}: ${problem}`).join('\n'))
  return catalogue.value
}
