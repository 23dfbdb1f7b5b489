import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { PlanRecord } from '../state.ts'

/** Plans by the number of the entry that made them; closed ones stay readable. */
export class PlanTable implements Part {
  readonly bytes = 0
  readonly #plans = new Map<number, PlanRecord>()
  readonly #open = new Set<number>()

  add(plan: PlanRecord): void {
    this.#plans.set(plan.id, plan)
    this.#open.add(plan.id)
  }

  approve(id: number, approval: PlanRecord['approval']): void {
    const plan = this.#plans.get(id)
    if (plan !== undefined) this.#plans.set(id, { ...plan, approval })
  }

  close(id: number, closed: PlanRecord['closed']): void {
    const plan = this.#plans.get(id)
    if (plan !== undefined) this.#plans.set(id, { ...plan, closed })
    this.#open.delete(id)
  }

  plan(id: number): PlanRecord | undefined {
    return this.#plans.get(id)
  }

  openOn(target: string): readonly PlanRecord[] {
    return [...this.#open].map((id) => this.#plans.get(id) as PlanRecord).filter((plan) => plan.target === target)
  }

  save(writer: BytesWriter): void {
    writer.json([...this.#plans.values()])
    writer.json([...this.#open])
  }

  restore(reader: BytesReader): void {
    for (const plan of reader.json() as readonly PlanRecord[]) this.#plans.set(plan.id, plan)
    for (const id of reader.json() as readonly number[]) this.#open.add(id)
  }
}
