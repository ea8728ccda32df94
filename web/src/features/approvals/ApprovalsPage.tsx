/** The approvals: those that wait for me, or all that I may see. */
import { useList } from '@/api/query'
import type { ApprovalState, ApprovalView } from '@/api/schema'
import { DataTable, type Column } from '@/components/DataTable'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments, Select } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { CategoryIcon } from '@/components/Request'
import { Empty } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { shortDay } from '@/lib/dates'
import { approvalStateName, approvalStateTone } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { approvalsRoute } from './routes'
import { t } from './texts'

const COLUMNS: Column<ApprovalView>[] = [
  { id: 'number', title: '#', width: '7.5rem', card: 'top', cell: (a) => (a.request.number ? <Code className="text-muted">{a.request.number}</Code> : '—') },
  {
    id: 'title',
    title: t.request,
    width: 'minmax(14rem,3fr)',
    isName: true,
    cell: (a) => (
      <span className="flex items-center gap-2 min-w-0">
        <CategoryIcon category={a.request.category} className="size-7 max-md:hidden" />
        <Bdi className="font-medium md:truncate">{a.request.title}</Bdi>
      </span>
    ),
  },
  { id: 'unit', title: t.unit, width: 'minmax(7rem,1.3fr)', cell: (a) => <Bdi className="block truncate">{a.request.unit.name}</Bdi> },
  { id: 'chain', title: t.chain, width: 'minmax(7rem,1fr)', card: 'hidden', cell: (a) => <Bdi className="block truncate text-muted">{a.chain}</Bdi> },
  { id: 'amount', title: t.amount, width: '9rem', align: 'end', card: 'labelled', cell: (a) => (a.amount_rials ? number(a.amount_rials) : null) },
  { id: 'waits', title: t.waits, width: '7rem', card: 'labelled', cell: (a) => (a.waits_since ? shortDay(a.waits_since) : null) },
  { id: 'state', title: t.state, width: '9.5rem', card: 'end', cell: (a) => <Pill tone={approvalStateTone[a.state]}>{approvalStateName[a.state]}</Pill> },
]

export function ApprovalsPage() {
  const search = approvalsRoute.useSearch()
  const navigate = approvalsRoute.useNavigate()
  const query = search.all ? { limit: 100, ...(search.state ? { state: search.state } : {}) } : { limit: 100, mine: true, state: 'pending' as const }
  const list = useList('/api/v1/approvals', { query })
  return (
    <>
      <PageHeader title={t.title} />
      <div className="flex flex-wrap items-end gap-3 pb-4">
        <Segments
          label={t.scope}
          hideLabel
          value={search.all ? 'all' : 'mine'}
          onChange={(to) => void navigate({ search: to === 'all' ? { all: true } : {}, replace: true })}
          options={[
            { id: 'mine', name: t.mine },
            { id: 'all', name: t.all },
          ]}
        />
        {search.all && (
          <Select
            label={t.state}
            hideLabel
            any={t.any}
            className="w-44"
            value={search.state ?? null}
            onChange={(state) => void navigate({ search: { all: true, ...(state ? { state } : {}) }, replace: true })}
            options={(Object.keys(approvalStateName) as ApprovalState[]).map((id) => ({ id, name: approvalStateName[id] }))}
          />
        )}
      </div>
      <ListBody
        list={list}
        rows={6}
        empty={
          <Empty icon="approve" title={search.all ? t.noneAll : t.none}>
            {!search.all && t.noneLead}
          </Empty>
        }
      >
        <DataTable label={t.title} rows={list.items} columns={COLUMNS} keyOf={(a) => a.id} linkOf={(a) => ({ to: '/approvals/$id', params: { id: String(a.id) } })} />
      </ListBody>
    </>
  )
}
