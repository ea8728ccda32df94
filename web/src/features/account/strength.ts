/**
 * How strong a password looks while it is typed: its length first, then that it is not a few characters over and over. It is a
 * hint; whether it is easy to guess is the server's to say, which knows lists of words and the person's name.
 */
export const LEAST = 10
const GOOD = 16

export type Strength = 'none' | 'short' | 'monotonous' | 'fair' | 'good'

export function strengthOf(password: string): Strength {
  const characters = [...password.normalize('NFKC')]
  if (characters.length === 0) return 'none'
  if (characters.length < LEAST) return 'short'
  if (new Set(characters).size < 6 || isRow(characters)) return 'monotonous'
  return characters.length < GOOD ? 'fair' : 'good'
}

/** `1234567890`, `abcdefghij`: most characters follow the one before them. */
function isRow(characters: string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).filter((code, i) => Math.abs(code - (codes[i] ?? 0)) === 1).length
  return steps > characters.length * 0.7
}
