import { expect, it } from 'vitest'
import { fa } from './react-aria.fa'

// Nothing here picks colours.
const unused = new Set(['@react-aria/color', '@react-stately/color'])

it('there is a Persian text for each of React Aria', async () => {
  const english = (await import('react-aria-components/i18n/en-US')) as unknown as { default: Record<string, Record<string, unknown>> }
  const parts = Object.entries(english.default)
  expect(parts.length).toBeGreaterThan(10)
  const missing = parts.flatMap(([part, texts]) =>
    unused.has(part) ? [] : Object.keys(texts).filter((name) => !(name in (fa[part] ?? {}))).map((name) => `${part}:${name}`),
  )
  expect(missing).toEqual([])
})
