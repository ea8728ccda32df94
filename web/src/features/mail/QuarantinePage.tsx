/** Mail that came in, by what became of it; what is held waits for a decision. */
import { useList } from '@/api/query'
import type { IncomingState, IncomingView } from '@/api/schema'
import { DataTable, type Column } from '@/components/DataTable'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Pill, type Tone } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime } from '@/lib/dates'
import { INCOMING_STATES, quarantineRoute } from './routes'
import { t } from './texts'

const tones: Record<IncomingState, Tone> = { held: 'warning', taken: 'success', released: 'success', ignored: 'neutral', discarded: 'neutral' }
export const IncomingPill = ({ state }: { state: IncomingState }) => <Pill tone={tones[state]}>{t.states[state]}</Pill>

const COLUMNS: Column<IncomingView>[] = [
  { id: 'subject', title: t.subject, width: 'minmax(11rem,2fr)', isName: true, cell: (mail) => (mail.subject ? <Bdi className="font-medium">{mail.subject}</Bdi> : <span className="text-muted">{t.noSubject}</span>) },
  {
    id: 'sender',
    title: t.sender,
    width: 'minmax(11rem,1.5fr)',
    cell: (mail) => (
      <>
        <Bdi className="block">{mail.sender.user?.name ?? (mail.sender.name || t.noSender)}</Bdi>
        {mail.sender.address && (
          <bdi dir="ltr" className="text-xs text-muted">
            {mail.sender.address}
          </bdi>
        )}
      </>
    ),
  },
  { id: 'why', title: t.why, width: 'minmax(12rem,2fr)', cell: (mail) => <span className="text-sm text-muted">{mail.reason && t.reasons[mail.reason]}</span> },
  { id: 'received', title: t.received, width: '10rem', card: 'top', cell: (mail) => <span className="text-muted">{dayAndTime(mail.received_at)}</span> },
  { id: 'state', title: t.state, width: '8.5rem', card: 'end', cell: (mail) => <IncomingPill state={mail.state} /> },
]

export function QuarantinePage() {
  const { state = 'held' } = quarantineRoute.useSearch()
  const navigate = quarantineRoute.useNavigate()
  const list = useList('/api/v1/mail/quarantine', { query: { state, limit: 50 } })
  return (
    <>
      <PageHeader title={t.title}>
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      <Segments
        label={t.state}
        hideLabel
        className="pb-4"
        value={state}
        onChange={(to) => void navigate({ search: to === 'held' ? {} : { state: to }, replace: true })}
        options={INCOMING_STATES.map((id) => ({ id, name: t.states[id] }))}
      />
      <ListBody
        list={list}
        rows={8}
        empty={
          <Empty icon={state === 'held' ? 'check' : 'mail'} title={state === 'held' ? t.noneHeld : t.none}>
            {state === 'held' && t.noneHeldLead}
          </Empty>
        }
      >
        <DataTable
          label={t.title}
          rows={list.items}
          columns={COLUMNS}
          keyOf={(mail) => mail.id}
          nameOf={(mail) => mail.subject || t.noSubject}
          linkOf={(mail) => ({ to: '/mail/quarantine/$id', params: { id: String(mail.id) } })}
        />
      </ListBody>
    </>
  )
}
