/** The tree of units as rows: each unit beneath its parent, in the order in which the server sorted them. */
interface Node {
  id: number
  parent_id?: number | null
}

export interface Placed<T> {
  unit: T
  depth: number
}

/** A unit whose parent is not among them stands at the top; what would go in a circle is not left out either. */
export function tree<T extends Node>(units: readonly T[]): Placed<T>[] {
  const known = new Set(units.map((unit) => unit.id))
  const below = new Map<number, T[]>()
  for (const unit of units) {
    const parent = unit.parent_id && known.has(unit.parent_id) ? unit.parent_id : 0
    below.set(parent, [...(below.get(parent) ?? []), unit])
  }
  const rows: Placed<T>[] = []
  const seen = new Set<number>()
  const put = (unit: T, depth: number) => {
    if (seen.has(unit.id)) return
    seen.add(unit.id)
    rows.push({ unit, depth })
    for (const child of below.get(unit.id) ?? []) put(child, depth + 1)
  }
  for (const unit of below.get(0) ?? []) put(unit, 0)
  for (const unit of units) put(unit, 0)
  return rows
}

/** A unit and all below it: what cannot become its parent. */
export function within(units: readonly Node[], id: number): Set<number> {
  const found = new Set([id])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const unit of units) if (unit.parent_id && found.has(unit.parent_id)) found.add(unit.id)
  }
  return found
}
