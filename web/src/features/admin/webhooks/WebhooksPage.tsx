/** Where events are sent to. */
import { useState } from 'react'
import { useList } from '@/api/query'
import type { WebhookView } from '@/api/schema'
import { Button } from '@/components/Button'
import { DataTable, type Column } from '@/components/DataTable'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { comma } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { webhooksRoute } from '../routes'
import { eventName } from './events'
import { t } from './texts'
import { Secret, WebhookForm } from './WebhookForm'

const COLUMNS: Column<WebhookView>[] = [
  {
    id: 'title',
    title: t.name,
    width: 'minmax(14rem,2fr)',
    isName: true,
    cell: (webhook) => (
      <>
        <Bdi className="font-medium">{webhook.title}</Bdi>
        <bdi dir="ltr" className="block truncate text-xs text-muted">
          {webhook.url}
        </bdi>
      </>
    ),
  },
  { id: 'events', title: t.events, width: 'minmax(14rem,2fr)', cell: (webhook) => webhook.events.map(eventName).join(comma) },
  {
    id: 'state',
    title: t.state,
    width: '11rem',
    card: 'end',
    cell: (webhook) => (
      <span className="flex flex-col items-start gap-1">
        <Pill tone={webhook.state === 'active' ? 'success' : 'warning'}>{t.states[webhook.state]}</Pill>
        {webhook.failures > 0 && <span className="text-xs text-danger-ink">{t.failures(webhook.failures)}</span>}
      </span>
    ),
  },
]

export function WebhooksPage() {
  const navigate = webhooksRoute.useNavigate()
  const manages = useMay('manage_mail')
  const list = useList('/api/v1/webhooks', { query: { limit: 50 } })
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<WebhookView | null>(null)
  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          manages && (
            <Button kind="primary" icon="plus" onPress={() => setMaking(true)}>
              {t.new}
            </Button>
          )
        }
      >
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      <ListBody
        list={list}
        empty={
          <Empty icon="webhook" title={t.none}>
            {manages && t.noneLead}
          </Empty>
        }
      >
        <DataTable label={t.title} rows={list.items} columns={COLUMNS} keyOf={(webhook) => webhook.id} nameOf={(webhook) => webhook.title} linkOf={(webhook) => ({ to: '/admin/webhooks/$id', params: { id: String(webhook.id) } })} />
      </ListBody>
      {making && <WebhookForm webhook={null} onClose={() => setMaking(false)} onDone={setMade} />}
      {made?.secret && <Secret secret={made.secret} onClose={() => void navigate({ to: '/admin/webhooks/$id', params: { id: String(made.id) } })} />}
    </>
  )
}
