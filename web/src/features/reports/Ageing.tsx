/** How long ago what is open was filed, by desk. */
import { useQuery } from '@tanstack/react-query'
import { read } from '@/api/query'
import type { Age } from '@/api/schema'
import { Empty, ErrorPanel, Skeleton } from '@/components/States'
import { HeatTable } from './HeatTable'
import { Head } from './Head'
import { t } from './texts'

/** An age as the list takes it; the oldest has no beginning. */
const days = (age: Age | undefined) => (age ? { ...(age.filed_from ? { filed_from: age.filed_from } : {}), filed_to: age.filed_to } : {})
const listOf = (desk_id?: number, age?: Age) => ({ to: '/requests' as const, search: { state_group: 'open' as const, ...(desk_id === undefined ? {} : { desk_id }), ...days(age) } })

export function Ageing() {
  const report = useQuery(read('/api/v1/reports/ageing'))
  if (report.error) return <ErrorPanel error={report.error} again={() => void report.refetch()} />
  const data = report.data
  return (
    <>
      <Head lead={t.ageingLead} at={data?.at} file="reports/ageing" />
      {!data ? (
        <Skeleton rows={8} />
      ) : data.desks.length === 0 ? (
        <Empty icon="check" title={t.none}>
          {t.noneLead}
        </Empty>
      ) : (
        <HeatTable
          label={t.tabs.ageing}
          corner={t.desk}
          columns={data.ages.map((age) => ({ key: String(age.from_days), title: t.age(age.from_days, age.to_days ?? null), total: age.total, link: listOf(undefined, age) }))}
          rows={data.desks.map(({ desk, total, counts }) => ({
            key: String(desk?.id ?? 'none'),
            title: desk?.name ?? t.noDesk,
            total,
            // The list cannot be asked for what is at no desk.
            link: desk ? listOf(desk.id) : null,
            cells: counts.map((count, i) => ({ count, link: desk ? listOf(desk.id, data.ages[i]) : null })),
          }))}
          total={data.total}
          link={listOf()}
        />
      )}
    </>
  )
}
