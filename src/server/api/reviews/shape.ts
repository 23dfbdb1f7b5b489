import { z } from 'zod'
import { decision, entry, named } from '../shapes.ts'

export const reviewAnswered = named('ReviewAnswered', z.object({ decision, entry: entry.nullable() }))
