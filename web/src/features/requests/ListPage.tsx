/** The list of requests: a query bar, filters that live in the address, columns by choice, and as many rows as there are. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { readAll, useList } from '@/api/query'
import type { RequestView, Sort } from '@/api/schema'
import { Button, ButtonLink } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { DataTable, type Column } from '@/components/DataTable'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { SearchField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Pager } from '@/components/Pager'
import { ComboBox, Segments, Select } from '@/components/Pick'
import { CategoryIcon, Due, PriorityPill, requestKey, StatePill } from '@/components/Request'
import { Empty, ErrorPanel, Skeleton } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { longDay, numericDay } from '@/lib/dates'
import { CATEGORIES, categoryName, stateName, STATES } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { useMay, useMe } from '@/lib/session'
import { keep, kept } from '@/lib/storage'
import { listRoute, type ListSearch } from './routes'
import { t } from './texts'

const DAYS = ['filed_from', 'filed_to', 'closed_from', 'closed_to'] as const
const FIELDS = [
  'id', 'number', 'title', 'category', 'unit', 'state', 'priority', 'private', 'desk', 'owner', 'due_at', 'created_at', 'updated_at', 'amount_rials', 'tags',
] as const

const COLUMNS: Column<RequestView>[] = [
  { id: 'number', title: t.number, width: '7.5rem', card: 'top', cell: (r) => (r.number ? <Code className="text-muted">{r.number}</Code> : <span className="text-muted">—</span>) },
  {
    id: 'title',
    title: t.name,
    width: 'minmax(12rem,2.6fr)',
    isName: true,
    cell: (r) => (
      <span className="flex items-center gap-2 min-w-0">
        <CategoryIcon category={r.category} className="size-7 max-md:hidden" />
        <Bdi className="font-medium md:line-clamp-2 md:leading-5">{r.title}</Bdi>
        {r.private && <Icon name="lock" className="size-4 text-muted" />}
        {r.private && <span className="sr-only">{t.private}</span>}
      </span>
    ),
  },
  { id: 'unit', title: t.unit, width: 'minmax(8rem,1.7fr)', cell: (r) => <Bdi className="md:line-clamp-2 md:leading-5">{r.unit.name}</Bdi> },
  { id: 'category', title: t.category, width: '8.5rem', cell: (r) => <span className="text-muted">{categoryName[r.category]}</span> },
  { id: 'desk', title: t.desk, width: 'minmax(6rem,1fr)', card: 'labelled', cell: (r) => (r.desk ? <Bdi className="block truncate">{r.desk.name}</Bdi> : null) },
  { id: 'owner', title: t.owner, width: 'minmax(6rem,1fr)', card: 'labelled', cell: (r) => (r.owner ? <Bdi className="block truncate">{r.owner.name}</Bdi> : null) },
  { id: 'amount', title: t.amount, width: '9rem', align: 'end', card: 'labelled', cell: (r) => (r.amount_rials ? number(r.amount_rials) : null) },
  { id: 'priority', title: t.priority, width: '6rem', sort: 'priority', card: 'plain', cell: (r) => <PriorityPill priority={r.priority} /> },
  { id: 'due', title: t.due, width: '8rem', sort: 'due_at', card: 'plain', cell: (r) => <Due at={r.due_at} /> },
  { id: 'created', title: t.created, width: '7rem', sort: 'created_at', card: 'hidden', cell: (r) => <bdi className="text-muted">{numericDay(r.created_at)}</bdi> },
  { id: 'updated', title: t.updated, width: '7.5rem', sort: 'updated_at', card: 'hidden', cell: (r) => <bdi className="text-muted">{numericDay(r.updated_at)}</bdi> },
  { id: 'state', title: t.state, width: '9rem', card: 'end', cell: (r) => <StatePill state={r.state} /> },
]
const USUAL = ['number', 'title', 'unit', 'priority', 'due', 'created', 'state']

function useColumns() {
  const [shown, setShown] = useState<string[]>(() => kept('columns.requests')?.split(',') ?? USUAL)
  const choose = (to: string[]) => {
    setShown(to)
    keep('columns.requests', to.join(','))
  }
  return [shown, choose] as const
}

export function ListPage() {
  const search = listRoute.useSearch()
  const navigate = listRoute.useNavigate()
  const files = useMay('file_requests')
  const [shown, choose] = useColumns()
  const [filtering, setFiltering] = useState(false)
  const list = useList('/api/v1/requests', { query: { ...search, limit: 100, fields: [...FIELDS] } })
  const set = (change: Partial<Record<keyof ListSearch, unknown>>) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== null && value !== undefined && value !== '')) as ListSearch,
      replace: true,
    })
  const columns = useMemo(() => COLUMNS.filter((column) => column.isName || shown.includes(column.id)), [shown])
  const narrowed = Object.keys(search).filter((name) => name !== 'sort').length > 0

  return (
    <>
      <PageHeader
        title={t.title}
        {...(list.items.length > 0 ? { count: t.shown(list.items.length, list.hasMore) } : {})}
        actions={
          files && (
            <ButtonLink to="/requests/new" kind="primary" icon="plus" className="max-md:hidden">
              {t.newRequest}
            </ButtonLink>
          )
        }
      />
      <div className="space-y-3 pb-4">
        <div className="flex flex-wrap items-center gap-2">
          <QueryBar value={search.q ?? ''} onChange={(q) => set({ q })} />
          <Button icon="filter" onPress={() => setFiltering(true)}>
            {t.filters}
          </Button>
          <SortMenu value={search.sort ?? '-created_at'} onChange={(sort) => set({ sort: sort === '-created_at' ? null : sort })} />
          <ColumnMenu shown={shown} onChange={choose} />
          <ExportMenu search={search} />
        </div>
        <Segments
          label={t.group}
          hideLabel
          value={search.state_group ?? 'all'}
          onChange={(group) => set({ state_group: group === 'all' ? null : group, state: null })}
          options={[
            { id: 'all', name: t.anyGroup },
            { id: 'open', name: t.open },
            { id: 'closed', name: t.closed },
          ]}
        />
        <Chips search={search} set={set} />
      </div>
      {list.isPending ? (
        <Skeleton rows={10} />
      ) : list.error ? (
        <ErrorPanel error={list.error} again={list.again} />
      ) : list.items.length === 0 ? (
        narrowed ? (
          <Empty icon="search" title={t.noneFound} action={<Button onPress={() => void navigate({ search: {}, replace: true })}>{t.clearAll}</Button>}>
            {t.noneFoundLead}
          </Empty>
        ) : (
          <Empty
            icon="list"
            title={t.none}
            action={
              files && (
                <ButtonLink to="/requests/new" kind="primary" icon="plus">
                  {t.newRequest}
                </ButtonLink>
              )
            }
          >
            {files && t.noneLead}
          </Empty>
        )
      ) : (
        <>
          <DataTable
            label={t.title}
            rows={list.items}
            columns={columns}
            keyOf={(r) => r.id}
            nameOf={(r) => r.title}
            linkOf={(r) => ({ to: '/requests/$key', params: { key: requestKey(r) } })}
            sort={search.sort ?? '-created_at'}
            onSort={(sort) => set({ sort })}
            toneOf={(r) => (r.due_at && Date.parse(r.due_at) < Date.now() ? 'danger' : null)}
          />
          <Pager hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
        </>
      )}
      <Filters isOpen={filtering} onClose={() => setFiltering(false)} search={search} set={set} />
    </>
  )
}

/** Sends what is typed after a pause, so that each letter is not a query. */
function QueryBar({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return undefined
    const timer = setTimeout(() => onChange(text.trim()), 350)
    return () => clearTimeout(timer)
    // `onChange` is another function at each render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text, value])
  return <SearchField label={t.search} value={text} onChange={setText} onSubmit={(q) => onChange(q.trim())} className="flex-1 basis-64" />
}

type Set = (change: Partial<Record<keyof ListSearch, unknown>>) => void

const useUnits = () => useQuery(readAll('/api/v1/units', { query: { fields: ['id', 'name'] } }))
const useDesks = () => useQuery(readAll('/api/v1/desks', { query: { fields: ['id', 'name'] } }))

function Filters({ isOpen, onClose, search, set }: { isOpen: boolean; onClose: () => void; search: ListSearch; set: Set }) {
  const units = useUnits()
  const desks = useDesks()
  const me = useMe()
  const tags = useQuery(readAll('/api/v1/tags', { query: {} }))
  return (
    <Dialog
      title={t.filters}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button kind="primary" onPress={onClose}>
            {t.showThem}
          </Button>
          <Button onPress={() => set({ state: null, category: null, unit_id: null, desk_id: null, owner_id: null, tag: null, overdue: null, theme_id: null, meeting_id: null, filed_from: null, filed_to: null, closed_from: null, closed_to: null })}>{t.clearAll}</Button>
        </>
      }
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Select label={t.state} any={t.any} value={search.state ?? null} onChange={(state) => set({ state, state_group: null })} options={STATES.map((id) => ({ id, name: stateName[id] }))} />
        <Select label={t.category} any={t.any} value={search.category ?? null} onChange={(category) => set({ category })} options={CATEGORIES.map((id) => ({ id, name: categoryName[id] }))} />
        <ComboBox label={t.unit} placeholder={t.any} value={search.unit_id ?? null} onChange={(unit_id) => set({ unit_id })} options={units.data ?? []} />
        <ComboBox label={t.desk} placeholder={t.any} value={search.desk_id ?? null} onChange={(desk_id) => set({ desk_id })} options={desks.data ?? []} />
        <Select label={t.owner} any={t.any} value={search.owner_id ?? null} onChange={(owner_id) => set({ owner_id })} options={[{ id: me.id, name: t.me }]} />
        {DAYS.map((name) => (
          <DateField key={name} label={t.days[name]} value={search[name] ?? null} onChange={(day) => set({ [name]: day })} />
        ))}
        <ComboBox label={t.tag} placeholder={t.any} value={search.tag ?? null} onChange={(tag) => set({ tag })} options={(tags.data ?? []).map((tag) => ({ id: tag.name, name: tag.name }))} />
      </div>
      <Checkbox isSelected={search.overdue ?? false} onChange={(on) => set({ overdue: on ? true : null })}>
        {t.overdue}
      </Checkbox>
    </Dialog>
  )
}

/** What narrows the list now, each to be taken away. */
function Chips({ search, set }: { search: ListSearch; set: Set }) {
  const units = useUnits()
  const desks = useDesks()
  const me = useMe()
  const nameOf = (list: { id: number; name: string }[] | undefined, id: number) => list?.find((item) => item.id === id)?.name ?? `#${number(id)}`
  const chips: [keyof ListSearch, string][] = []
  if (search.state) chips.push(['state', stateName[search.state]])
  if (search.category) chips.push(['category', categoryName[search.category]])
  if (search.unit_id) chips.push(['unit_id', nameOf(units.data, search.unit_id)])
  if (search.desk_id) chips.push(['desk_id', nameOf(desks.data, search.desk_id)])
  if (search.owner_id) chips.push(['owner_id', `${t.owner}: ${search.owner_id === me.id ? t.me : number(search.owner_id)}`])
  if (search.theme_id) chips.push(['theme_id', `${t.theme} ${number(search.theme_id)}`])
  if (search.meeting_id) chips.push(['meeting_id', `${t.meeting} ${number(search.meeting_id)}`])
  if (search.tag) chips.push(['tag', search.tag])
  for (const name of DAYS) if (search[name]) chips.push([name, t.day[name](longDay(search[name]))])
  if (search.overdue) chips.push(['overdue', t.overdue])
  if (chips.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map(([name, text]) => (
        <li key={name}>
          <AriaButton
            onPress={() => set({ [name]: null })}
            className="inline-flex items-center gap-1.5 rounded-full bg-accent-soft text-accent-strong ps-3 pe-2 h-9 md:h-8 text-sm cursor-pointer outline-none focus-visible:focus-ring hover:opacity-85"
          >
            <bdi>{text}</bdi>
            <Icon name="close" className="size-4" />
          </AriaButton>
        </li>
      ))}
    </ul>
  )
}

const SORTS: Sort[] = ['-created_at', 'created_at', '-updated_at', 'due_at', '-priority']

function SortMenu({ value, onChange }: { value: Sort; onChange: (sort: Sort) => void }) {
  return (
    <Menu
      label={t.sortBy}
      trigger={<Button icon="sort">{t.sorts[value]}</Button>}
      options={SORTS.map((id) => ({ id, name: t.sorts[id], isChosen: id === value }))}
      onAction={(id) => onChange(id as Sort)}
    />
  )
}

function ColumnMenu({ shown, onChange }: { shown: string[]; onChange: (shown: string[]) => void }) {
  return (
    <Menu
      label={t.columns}
      trigger={
        <Button icon="columns" className="max-md:hidden">
          {t.columns}
        </Button>
      }
      options={COLUMNS.filter((column) => !column.isName).map((column) => ({ id: column.id, name: column.title, isChosen: shown.includes(column.id) }))}
      onAction={(id) => onChange(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id])}
    />
  )
}

function ExportMenu({ search }: { search: ListSearch }) {
  const get = (format: string) => {
    const { theme_id: _theme, tag: _tag, ...known } = search
    const query = new URLSearchParams(Object.entries(known).map(([name, value]) => [name, String(value)]))
    location.assign(`/api/v1/requests/export.${format}?${query}`)
  }
  return (
    <Menu
      label={t.export}
      trigger={
        <Button icon="download" className="max-md:hidden">
          {t.export}
        </Button>
      }
      options={[
        { id: 'xlsx', name: 'Excel (XLSX)' },
        { id: 'csv', name: 'CSV' },
      ]}
      onAction={get}
    />
  )
}
