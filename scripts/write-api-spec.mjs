/** Writes docs/spec/openapi.json, the document of the programming interface. */
import { writeFile } from 'node:fs/promises'
import { openApiText } from '../src/server/api/document.ts'
import { routes } from '../src/server/api/routes.ts'

await writeFile(new URL('../docs/spec/openapi.json', import.meta.url), openApiText(routes))
