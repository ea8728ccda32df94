/** The working calendar: holidays, weekends, hours. */
import { PageHeader } from '@/components/PageHeader'
import { Tabs } from '@/components/Tabs'
import { calendarRoute, type CalendarTab } from '../routes'
import { HolidaysTab } from './HolidaysTab'
import { HoursTab } from './HoursTab'
import { t } from './texts'
import { WeekendsTab } from './WeekendsTab'

export function CalendarPage() {
  const { tab = 'holidays', year } = calendarRoute.useSearch()
  const navigate = calendarRoute.useNavigate()
  return (
    <>
      <PageHeader title={t.title}>
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      <Tabs
        label={t.title}
        value={tab}
        onChange={(id) => void navigate({ search: id === 'holidays' ? {} : { tab: id as CalendarTab }, replace: true })}
        tabs={[
          { id: 'holidays', name: t.tabs.holidays, content: <HolidaysTab year={year} onYear={(to) => void navigate({ search: to ? { year: to } : {}, replace: true })} /> },
          { id: 'weekends', name: t.tabs.weekends, content: <WeekendsTab /> },
          { id: 'hours', name: t.tabs.hours, content: <HoursTab /> },
        ]}
      />
    </>
  )
}
