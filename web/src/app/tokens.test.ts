import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// The colours of index.css as they are, so that a change of one that nobody can read fails here (WCAG 2.2, 1.4.3).
const css = readFileSync('src/app/index.css', 'utf8')
const token = (name: string, theme: 0 | 1) => {
  const found = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)
  if (!found) throw new Error(`no colour ${name}`)
  return found[theme + 1] as string
}
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

const PAIRS: [ink: string, ground: string, least: number][] = [
  ...['canvas', 'surface', 'raised', 'neutral-soft', 'accent-soft'].flatMap((ground) => [['ink', ground, 7], ['muted', ground, 4.5], ['accent', ground, 4.5]] as [string, string, number][]),
  ...['neutral', 'warning', 'success', 'danger'].map((tone) => [`${tone}-ink`, `${tone}-soft`, 4.5] as [string, string, number]),
  ['accent-strong', 'accent-soft', 4.5],
  ['danger-ink', 'surface', 4.5],
  ['danger-ink', 'canvas', 4.5],
  ['warning-ink', 'surface', 4.5],
  ['success-ink', 'surface', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-danger', 'danger', 4.5],
  ['field', 'surface', 3],
  ['field', 'canvas', 3],
]

for (const theme of [0, 1] as const) {
  it.each(PAIRS)(`${theme ? 'dark' : 'light'}: %s on %s`, (ink, ground, least) => {
    expect(contrast(token(ink, theme), token(ground, theme))).toBeGreaterThanOrEqual(least)
  })
}
