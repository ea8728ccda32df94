/** Lists whose order a person sets. */

/** The list with the item at `from` moved to `to`, which is its place afterwards. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1)
  return from < 0 || from >= list.length ? [...list] : rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, list[from] as T)
}

/** Where an item lands that is dropped before or after another: its place once it has left its old one. */
export function landing(from: number, onto: number, position: 'before' | 'after'): number {
  const gap = position === 'before' ? onto : onto + 1
  return from < gap ? gap - 1 : gap
}

export const toggled = <T>(list: readonly T[], item: T): T[] => (list.includes(item) ? list.filter((other) => other !== item) : [...list, item])
