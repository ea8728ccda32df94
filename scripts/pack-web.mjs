// Puts the built web app where the binary takes it from: `web/dist` into `web/packed`, each text and font also
// compressed, as well as can be, once, so that no answer has to be. Fonts grow by a few bytes; an answer without a
// compressed form would be compressed each time.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const from = process.argv[2] ?? 'web/dist'
const to = process.argv[3] ?? 'web/packed'

for (const name of readdirSync(to)) if (name !== '.gitignore') rmSync(join(to, name), { recursive: true })
// Vite's own notes (`.vite`) are for its build alone.
cpSync(from, to, { recursive: true, filter: (path) => !/\.map$|(^|[/\\])\.[^./]/.test(path.slice(from.length)) })

let [plain, brotli] = [0, 0]
for (const name of readdirSync(to, { recursive: true })) {
  const path = join(to, name)
  if (!statSync(path).isFile() || !/\.(css|html|js|json|svg|txt|webmanifest|woff2)$/.test(name)) continue
  const bytes = readFileSync(path)
  const best = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  writeFileSync(`${path}.br`, best)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  plain += bytes.length
  brotli += best.length
}
const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`
console.log(`packed ${to}: ${kib(plain)}, ${kib(brotli)} by brotli`)
