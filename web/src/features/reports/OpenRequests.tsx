/** Open requests by unit and category. */
import { useQuery } from '@tanstack/react-query'
import { read } from '@/api/query'
import type { Category } from '@/api/schema'
import { Empty, ErrorPanel, Skeleton } from '@/components/States'
import { HeatTable } from './HeatTable'
import { Head } from './Head'
import { t } from './texts'

const listOf = (search: { unit_id?: number; category?: Category }) => ({ to: '/requests' as const, search: { state_group: 'open' as const, ...search } })

export function OpenRequests() {
  const report = useQuery(read('/api/v1/reports/open-requests'))
  if (report.error) return <ErrorPanel error={report.error} again={() => void report.refetch()} />
  const data = report.data
  return (
    <>
      <Head lead={t.openLead} at={data?.at} file="reports/open-requests" />
      {!data ? (
        <Skeleton rows={10} />
      ) : data.units.length === 0 ? (
        <Empty icon="check" title={t.none}>
          {t.noneLead}
        </Empty>
      ) : (
        <HeatTable
          label={t.tabs.open}
          corner={t.unit}
          columns={data.categories.map(({ category, title, total }) => ({ key: category, title, total, link: listOf({ category }) }))}
          rows={data.units.map(({ unit, total, counts }) => ({
            key: String(unit.id),
            title: unit.name,
            total,
            link: listOf({ unit_id: unit.id }),
            cells: counts.map((count, i) => {
              const category = data.categories[i]?.category
              return { count, link: category ? listOf({ unit_id: unit.id, category }) : null }
            }),
          }))}
          total={data.total}
          link={listOf({})}
        />
      )}
    </>
  )
}
