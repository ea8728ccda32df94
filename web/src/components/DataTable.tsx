/**
 * A table at a desk, cards on a phone: the same rows, laid out by the window's width. Only the rows in sight are in the
 * page, so that ten thousand scroll like ten. The whole row leads to its thing, by one link that a keyboard meets once.
 */
import { useRouter, type LinkProps } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useWide } from '@/lib/media'
import { Checkbox } from './Check'
import { cx } from './cx'
import { Icon } from './Icon'
import { t } from './texts'

export interface Column<T> {
  id: string
  title: string
  cell: (row: T) => ReactNode
  /** Its width among the others, as in a grid template: `8rem`, `minmax(0,2fr)`. */
  width?: string
  /** The column that names the row; it holds the link. */
  isName?: boolean
  /** On a card: `top` and `end` share the first line, `hidden` is left out. Others follow beneath, with their title if `labelled`. */
  card?: 'top' | 'end' | 'hidden' | 'plain' | 'labelled'
  /** What to sort by when its head is pressed. */
  sort?: string
  align?: 'end'
}

interface Props<T> {
  label: string
  rows: readonly T[]
  columns: readonly Column<T>[]
  keyOf: (row: T) => string | number
  nameOf?: (row: T) => string
  linkOf?: (row: T) => LinkProps
  sort?: string
  onSort?: (sort: string) => void
  selected?: ReadonlySet<string | number>
  onSelect?: (selected: Set<string | number>) => void
  /** The row that the keyboard is at. */
  current?: string | number | null
  /** Another mark of a row, at its start. */
  toneOf?: (row: T) => 'danger' | 'warning' | null
}

/** From this many rows on, those out of sight are left out. */
const MANY = 60

export function DataTable<T>(props: Props<T>) {
  const { label, rows, columns, keyOf, sort, onSort, selected, onSelect } = props
  const wide = useWide()
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  const isEmpty = rows.length === 0
  useLayoutEffect(() => {
    if (body.current) setOffset(body.current.getBoundingClientRect().top + scrollY)
  }, [isEmpty, wide])
  const windowed = rows.length > MANY
  const virtual = useWindowVirtualizer({
    count: windowed ? rows.length : 0,
    estimateSize: () => (wide ? 49 : 124),
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (i) => keyOf(rows[i] as T),
  })
  const template = `${onSelect ? '3rem ' : ''}${columns.map((column) => column.width ?? 'minmax(0,1fr)').join(' ')}`
  const all = selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(keyOf(row)))

  return (
    <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className="md:rounded-2xl md:border md:border-line md:bg-surface">
      <div role="rowgroup" className={wide ? 'sticky top-(--head) z-[5] bg-surface rounded-t-2xl' : 'sr-only'}>
        <div role="row" aria-rowindex={1} className="md:grid items-center border-b border-line" style={{ gridTemplateColumns: template }}>
          {onSelect && (
            <div role="columnheader" className="ps-4">
              <Checkbox
                aria-label={t.selectAll}
                isSelected={all}
                isIndeterminate={!all && (selected?.size ?? 0) > 0}
                onChange={(on) => onSelect(on ? new Set(rows.map(keyOf)) : new Set())}
              />
            </div>
          )}
          {columns.map((column) => (
            <Head key={column.id} column={column} {...(sort === undefined ? {} : { sort })} {...(onSort ? { onSort } : {})} />
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={cx('relative', !wide && !windowed && 'space-y-2.5')} style={windowed ? { height: virtual.getTotalSize() } : undefined}>
        {windowed
          ? virtual.getVirtualItems().map((item) => (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtual.measureElement}
                className={cx('absolute inset-x-0 top-0', !wide && 'pb-2.5')}
                style={{ transform: `translateY(${item.start - offset}px)` }}
                role="presentation"
              >
                <Row {...props} row={rows[item.index] as T} index={item.index} isLast={item.index === rows.length - 1} template={template} wide={wide} />
              </div>
            ))
          : rows.map((row, index) => <Row key={keyOf(row)} {...props} row={row} index={index} isLast={index === rows.length - 1} template={template} wide={wide} />)}
      </div>
    </div>
  )
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?: (sort: string) => void }) {
  const style = cx('px-3 first:ps-5 last:pe-5 h-11 flex items-center text-xs font-medium text-muted whitespace-nowrap min-w-0', column.align === 'end' && 'justify-end')
  if (!column.sort || !onSort) {
    return (
      <div role="columnheader" className={style}>
        {column.title}
      </div>
    )
  }
  const descending = sort === `-${column.sort}`
  const on = descending || sort === column.sort
  return (
    <div role="columnheader" aria-sort={on ? (descending ? 'descending' : 'ascending') : 'none'} className={style}>
      <button
        type="button"
        onClick={() => onSort(descending ? (column.sort as string) : `-${column.sort}`)}
        className={cx('inline-flex items-center gap-1 h-8 cursor-pointer outline-none focus-visible:focus-ring rounded', on && 'text-accent-strong')}
      >
        {column.title}
        <Icon name={on ? (descending ? 'down' : 'up') : 'sort'} className="size-4" />
      </button>
    </div>
  )
}

type RowProps<T> = Props<T> & { row: T; index: number; isLast: boolean; template: string; wide: boolean }

/** The link of a row. The router's own link listens to every change of the address, which is too much for hundreds of rows. */
function RowLink({ to, className, children }: { to: LinkProps; className: string; children: ReactNode }) {
  const router = useRouter()
  const target = to as Parameters<typeof router.buildLocation>[0]
  return (
    <a
      href={router.buildLocation(target).href}
      className={className}
      onPointerEnter={() => void router.preloadRoute(target as Parameters<typeof router.preloadRoute>[0])}
      onClick={(event) => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        void router.navigate(target as Parameters<typeof router.navigate>[0])
      }}
    >
      {children}
    </a>
  )
}

/** A row is drawn once, not again at every step of a scroll. */
const Row = memo(PlainRow) as typeof PlainRow

function PlainRow<T>({ row, index, isLast, template, wide, columns, keyOf, nameOf, linkOf, selected, onSelect, current, toneOf }: RowProps<T>) {
  const id = keyOf(row)
  const isSelected = selected?.has(id) ?? false
  const tone = toneOf?.(row)
  const toggle = (on: boolean) => {
    const next = new Set(selected)
    if (on) next.add(id)
    else next.delete(id)
    onSelect?.(next)
  }
  const tick = onSelect && <Checkbox aria-label={t.selectRow(nameOf?.(row) ?? String(id))} isSelected={isSelected} onChange={toggle} className="relative z-[2]" />
  const content = (column: Column<T>) =>
    column.isName && linkOf ? (
      <RowLink to={linkOf(row)} className="block after:absolute after:inset-0 after:rounded-2xl md:after:rounded-none outline-none focus-visible:after:focus-ring focus-visible:after:-outline-offset-2">
        {column.cell(row)}
      </RowLink>
    ) : (
      column.cell(row)
    )
  const mark = tone && <i aria-hidden className={cx('absolute inset-y-2 start-0 w-1 rounded-full', tone === 'danger' ? 'bg-danger' : 'bg-warning-ink')} />
  if (wide) {
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        data-current={current === id || undefined}
        className={cx('relative grid items-center min-h-12 border-line/70 hover:bg-neutral-soft/60', isLast ? 'rounded-b-2xl' : 'border-b', isSelected && 'bg-accent-soft', current === id && 'ring-2 ring-inset ring-accent')}
        style={{ gridTemplateColumns: template }}
      >
        {onSelect && (
          <div role="cell" className="ps-4">
            {tick}
          </div>
        )}
        {columns.map((column) => (
          <div key={column.id} role="cell" className={cx('px-3 first:ps-5 last:pe-5 py-2 min-w-0 text-sm', column.align === 'end' && 'text-end')}>
            {content(column)}
          </div>
        ))}
        {mark}
      </div>
    )
  }
  const place = (where: Column<T>['card']) => columns.filter((column) => (column.card ?? 'plain') === where && !column.isName)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cx('relative block rounded-2xl border border-line bg-surface p-4', isSelected && 'bg-accent-soft border-accent', current === id && 'ring-2 ring-accent')}
    >
      {mark}
      <div className="flex items-center gap-2 text-xs text-muted">
        {tick && (
          <div role="cell" className="-my-2">
            {tick}
          </div>
        )}
        {place('top').map((column) => (
          <div key={column.id} role="cell" className="min-w-0 truncate">
            {column.cell(row)}
          </div>
        ))}
        <span className="flex-1" />
        {place('end').map((column) => (
          <div key={column.id} role="cell">
            {column.cell(row)}
          </div>
        ))}
      </div>
      {columns
        .filter((column) => column.isName)
        .map((column) => (
          <div key={column.id} role="cell" className="font-medium py-1">
            {content(column)}
          </div>
        ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        {[...place('plain'), ...place('labelled')].map((column) => {
          const value = column.cell(row)
          if (value === null || value === undefined || value === '') return null
          return (
            <div key={column.id} role="cell" className="min-w-0">
              {column.card === 'labelled' && <span>{column.title}: </span>}
              {value}
            </div>
          )
        })}
      </div>
    </div>
  )
}
