/** The reports, one at a time; which one is in the address. */
import { PageHeader } from '@/components/PageHeader'
import { Tabs } from '@/components/Tabs'
import { useMe } from '@/lib/session'
import { Ageing } from './Ageing'
import { Flow } from './Flow'
import { Kept } from './Kept'
import { OpenRequests } from './OpenRequests'
import { readsRates, REPORTS, reportsRoute, type Report } from './routes'
import { t } from './texts'

const contents = { open: <OpenRequests />, ageing: <Ageing />, flow: <Flow />, kept: <Kept /> }

export function ReportsPage() {
  const { show = 'open' } = reportsRoute.useSearch()
  const navigate = reportsRoute.useNavigate()
  const me = useMe()
  return (
    <>
      <PageHeader title={t.title} />
      <Tabs
        label={t.title}
        value={show}
        onChange={(to) => void navigate({ search: (old) => ({ ...old, show: to as Report }), replace: true })}
        tabs={REPORTS.filter((id) => id !== 'kept' || readsRates(me)).map((id) => ({ id, name: t.tabs[id], content: contents[id] }))}
      />
    </>
  )
}
