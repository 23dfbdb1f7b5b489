/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  readonly what: string
  /** For people, with its unit and the size it was measured at. */
  readonly measured: string
  /** `>= 0.10` or `<= 1.6`, about `ratio`; undefined = there is none, the figure is to be seen. */
  readonly goal: string | undefined
  readonly ratio: number
}

/** Whether a row keeps its goal; undefined without one. */
export function isMet(row: BenchRow): boolean | undefined {
  if (row.goal === undefined) return undefined
  const parts = /^(>=|<=) (\d+(?:\.\d+)?)/.exec(row.goal)
  if (parts === null) throw new Error(`the goal \`${row.goal}\` must begin like \`>= 0.10\` or \`<= 1.6\``)
  return parts[1] === '>=' ? row.ratio >= Number(parts[2]) : row.ratio <= Number(parts[2])
}
