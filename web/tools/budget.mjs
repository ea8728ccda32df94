// The first load: what a browser fetches to show Home to somebody who is signed in. Fails above the budget of web.md's promise.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 250 * 1024
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const files = new Map()
const take = (name) => {
  const chunk = manifest[name]
  if (!chunk || files.has(chunk.file)) return
  files.set(chunk.file, gzipSync(readFileSync(`dist/${chunk.file}`), { level: 9 }).length)
  for (const other of chunk.imports ?? []) take(other)
}
take('index.html')
take('src/features/home/HomePage.tsx')
const total = [...files.values()].reduce((sum, size) => sum + size, 0)
for (const [file, size] of files) console.log(`${String(Math.ceil(size / 1024)).padStart(5)} KB  ${file}`)
console.log(`${String(Math.ceil(total / 1024)).padStart(5)} KB  JavaScript of the first load, gzipped (at most ${BUDGET / 1024})`)
if (total > BUDGET) process.exit(1)
