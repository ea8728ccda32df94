/** What was mailed, what waits, and what was given up. */
import { useMemo } from 'react'
import { answer, api } from '@/api/client'
import { useList } from '@/api/query'
import type { MailState, MailView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { DataTable, type Column } from '@/components/DataTable'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Pill, type Tone } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { ago, dayAndTime } from '@/lib/dates'
import { useMay } from '@/lib/session'
import { mailRoute } from '../routes'
import { kindName } from './kinds'
import { t } from './texts'

export const MAIL_STATES = ['queued', 'leased', 'sent', 'dead', 'withheld'] as const satisfies MailState[]
const tones: Record<MailState, Tone> = { queued: 'warning', leased: 'accent', sent: 'success', dead: 'danger', withheld: 'neutral' }

function columnsOf(retry: ((mail: MailView) => void) | null): Column<MailView>[] {
  return [
    {
      id: 'kind',
      title: t.kind,
      width: 'minmax(9rem,1.2fr)',
      isName: true,
      cell: (mail) => kindName(mail.kind),
    },
    {
      id: 'to',
      title: t.to,
      width: 'minmax(13rem,2fr)',
      cell: (mail) => (
        <>
          {mail.to.name && <Bdi className="block">{mail.to.name}</Bdi>}
          <bdi dir="ltr" className="text-xs text-muted">
            {mail.to.address}
          </bdi>
        </>
      ),
    },
    { id: 'created', title: t.created, width: '10rem', card: 'top', cell: (mail) => <span className="text-muted">{dayAndTime(mail.created_at)}</span> },
    {
      id: 'attempts',
      title: t.attempts,
      width: 'minmax(9rem,1.5fr)',
      cell: (mail) => (
        <span className="text-xs text-muted">
          {mail.state === 'sent' && mail.sent_at ? t.sentAt(ago(mail.sent_at)) : t.times(mail.attempts)}
          {mail.state === 'queued' && mail.attempts > 0 && <span className="block">{t.next(ago(mail.next_attempt_at))}</span>}
          {mail.last_error && mail.state !== 'sent' && (
            <bdi dir="auto" className="block text-danger-ink">
              {mail.last_error}
            </bdi>
          )}
        </span>
      ),
    },
    { id: 'state', title: t.state, width: '8.5rem', card: 'end', cell: (mail) => <Pill tone={tones[mail.state]}>{t.states[mail.state]}</Pill> },
    ...(retry
      ? [
          {
            id: 'retry',
            title: '',
            width: '9.5rem',
            align: 'end' as const,
            cell: (mail: MailView) => mail.state === 'dead' && <Button onPress={() => retry(mail)}>{t.retry}</Button>,
          },
        ]
      : []),
  ]
}

export function MailPage() {
  const { state } = mailRoute.useSearch()
  const navigate = mailRoute.useNavigate()
  const manages = useMay('manage_mail')
  const list = useList('/api/v1/mail/outbox', { query: { ...(state ? { state } : {}), limit: 100 } })
  const { send } = useWrite({
    send: (mail: MailView) => answer(api.POST('/api/v1/mail/outbox/{id}/retry', { params: { path: { id: mail.id } } })),
    touches: ['/api/v1/mail/outbox'],
    done: t.retried,
    toast: true,
  })
  const columns = useMemo(() => columnsOf(manages && (!state || state === 'dead') ? send : null), [manages, state, send])
  return (
    <>
      <PageHeader title={t.title}>
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      <Segments
        label={t.state}
        hideLabel
        className="pb-4"
        value={state ?? 'all'}
        onChange={(to) => void navigate({ search: to === 'all' ? {} : { state: to }, replace: true })}
        options={[{ id: 'all' as const, name: t.all }, ...MAIL_STATES.map((id) => ({ id, name: t.states[id] }))]}
      />
      <ListBody
        list={list}
        rows={10}
        empty={
          <Empty icon={state === 'dead' ? 'check' : 'mail'} title={state === 'dead' ? t.noneDead : t.none}>
            {state === 'dead' && t.noneDeadLead}
          </Empty>
        }
      >
        <DataTable label={t.title} rows={list.items} columns={columns} keyOf={(mail) => mail.id} toneOf={(mail) => (mail.state === 'dead' ? 'danger' : null)} />
      </ListBody>
    </>
  )
}
