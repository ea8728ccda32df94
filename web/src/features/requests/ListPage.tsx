/** The list of requests: a query bar, filters that live in the address, columns by choice, and as many rows as there are. */
import { useEffect, useMemo, useState } from 'react'
import { useList } from '@/api/query'
import type { RequestView } from '@/api/schema'
import { Button, ButtonLink } from '@/components/Button'
import { DataTable, type Column } from '@/components/DataTable'
import { SearchField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { CategoryIcon, Due, PriorityPill, requestKey, StatePill } from '@/components/Request'
import { Empty } from '@/components/States'
import { Bdi, Code, Hits } from '@/components/Text'
import { numericDay } from '@/lib/dates'
import { categoryName } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { excerpt, marked } from '@/lib/persian'
import { useMay } from '@/lib/session'
import { keep, kept } from '@/lib/storage'
import { Bulk } from './list/Bulk'
import { Chips, Filters } from './list/Filters'
import { ColumnMenu, ExportMenu, SortMenu } from './list/menus'
import { Views } from './list/Views'
import { listRoute, type ListSearch } from './routes'
import { t } from './texts'

const FIELDS = [
  'id', 'number', 'title', 'category', 'unit', 'state', 'priority', 'private', 'desk', 'owner', 'due_at', 'created_at', 'updated_at', 'amount_rials', 'tags', 'allowed_actions', 'description',
] as const

/** `q`: what was searched for; it is marked where it was found. `hasPriority`: it has a column of its own. */
const columnsFor = (q?: string, hasPriority = true): Column<RequestView>[] => [
  { id: 'number', title: t.number, width: '7.5rem', card: 'top', cell: (r) => (r.number ? <Code className="text-muted">{r.number}</Code> : <span className="text-muted">—</span>) },
  {
    id: 'title',
    title: t.name,
    width: 'minmax(12rem,2.6fr)',
    isName: true,
    cell: (r) => (
      <span className="flex items-center gap-2 min-w-0">
        <CategoryIcon category={r.category} className="size-7 max-md:hidden" />
        <span className="min-w-0">
          <Hits of={q} className="font-medium md:line-clamp-2 md:leading-5">
            {r.title}
          </Hits>
          {q && <Where request={r} q={q} />}
        </span>
        {!hasPriority && <PriorityPill priority={r.priority} />}
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
const ALL = columnsFor()

/** What was found is not in the title: the place in the description, if it is there. */
function Where({ request, q }: { request: RequestView; q: string }) {
  if (marked(request.title, q).some((piece) => piece.hit)) return null
  const found = excerpt(request.description ?? '', q)
  if (!found) return null
  return (
    <span className="line-clamp-2 block text-xs font-normal text-muted">
      <Hits of={q}>{found}</Hits>
    </span>
  )
}

const USUAL = ['number', 'title', 'unit', 'due', 'created', 'state']

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
  const triages = useMay('triage')
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set())
  const fields = useMemo(() => FIELDS.filter((field) => (field === 'allowed_actions' ? triages : field === 'description' ? Boolean(search.q) : true)), [triages, search.q])
  const list = useList('/api/v1/requests', { query: { ...search, limit: 100, fields } })
  const chosen = list.items.filter((request) => selected.has(request.id))
  const set = (change: Partial<Record<keyof ListSearch, unknown>>) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== null && value !== undefined && value !== '')) as ListSearch,
      replace: true,
    })
  const columns = useMemo(() => columnsFor(search.q, shown.includes('priority')).filter((column) => column.isName || shown.includes(column.id)), [shown, search.q])
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
          <Views search={search} onChoose={(to) => void navigate({ search: to })} />
          <Button icon="filter" onPress={() => setFiltering(true)}>
            {t.filters}
          </Button>
          <SortMenu value={search.sort ?? '-created_at'} onChange={(sort) => set({ sort: sort === '-created_at' ? null : sort })} />
          <ColumnMenu columns={ALL} shown={shown} onChange={choose} />
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
      <ListBody
        list={list}
        rows={10}
        empty={
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
        }
      >
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
          {...(triages ? { selected, onSelect: setSelected } : {})}
        />
      </ListBody>
      <Bulk chosen={chosen} onClear={() => setSelected(new Set())} />
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
  return <SearchField label={t.search} placeholder={t.searchShort} value={text} onChange={setText} onSubmit={(q) => onChange(q.trim())} className="flex-1 basis-64" />
}
