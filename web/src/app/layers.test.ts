import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Who may import whom: the app all, features what they share, what they share no feature. */
const ALLOWED: Record<string, string[]> = {
  app: ['app', 'features', 'components', 'lib', 'api'],
  features: ['components', 'lib', 'api'],
  components: ['components', 'lib', 'api'],
  lib: ['components', 'lib', 'api'],
  api: ['lib', 'api'],
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => `src/${file.replaceAll('\\', '/')}`)

it('layers hold, and no feature imports another', () => {
  const found: string[] = []
  for (const file of files) {
    const [, layer = '', feature = ''] = file.split('/')
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"]@\/([^'"]+)['"]/g)) {
      const [to = '', name = ''] = target.split('/')
      const own = layer === 'features' && to === 'features' && name === feature
      if (!own && !ALLOWED[layer]?.includes(to)) found.push(`${file} imports @/${target}`)
    }
    if (/from ['"](\.\.\/){2,}/.test(readFileSync(file, 'utf8'))) found.push(`${file} climbs: write @/…`)
  }
  expect(files.length).toBeGreaterThan(30)
  expect(found).toEqual([])
})

it('no source file is a drawer for everything', () => {
  const long = files.filter((file) => !file.endsWith('schema.d.ts') && readFileSync(file, 'utf8').split('\n').length > 600)
  expect(long).toEqual([])
})
