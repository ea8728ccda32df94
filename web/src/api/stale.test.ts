import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

// The document of a running build: `HAMAHANG_OPENAPI=openapi.json npm test`; without it, the one that the server's tests hold.
const document = process.env.HAMAHANG_OPENAPI

it('the client is that of the reviewed OpenAPI document', { timeout: 120_000 }, () => {
  const run = spawnSync(process.execPath, ['tools/openapi/generate.mjs', '--check', ...(document ? [document] : [])], { encoding: 'utf8' })
  expect(run.stderr + run.stdout).toBe('')
  expect(run.status).toBe(0)
})
