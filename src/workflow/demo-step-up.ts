import type { StepUp } from './ports.ts'

/** Stands for a second factor in demonstrations and tests: it proves nothing, so nothing else accepts it. */
export const demoStepUp: StepUp = {
  prove: ({ session, hash, demo }) => Promise.resolve(demo && session === 'demo' ? `demo:${hash}` : undefined),
}
