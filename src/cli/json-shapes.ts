export { isoOrNull, outcomeJson } from '../server/views/json-shapes.ts'
