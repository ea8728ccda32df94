/** One webhook: what it hears of, what can be done with it, and what was sent. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read, useList } from '@/api/query'
import type { DeliveryState, DeliveryView, WebhookAction, WebhookView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { Confirm } from '@/components/Confirm'
import { ListBody } from '@/components/ListBody'
import { Menu } from '@/components/Menu'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Pill, type Tone } from '@/components/Pill'
import { Note, Skeleton } from '@/components/States'
import { ago, dayAndTime } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { code } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { webhookRoute } from '../routes'
import { eventName } from './events'
import { t } from './texts'
import { Secret, WebhookForm } from './WebhookForm'

export function WebhookPage() {
  const id = Number(webhookRoute.useParams().id)
  const query = useQuery(read('/api/v1/webhooks/{id}', { path: { id } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} className="pt-10" />
  return <Shown webhook={query.data} />
}

const ACTIONS = ['ping', 'pause', 'resume', 'rotate_secret'] as const satisfies WebhookAction[]

function Shown({ webhook }: { webhook: WebhookView }) {
  const navigate = webhookRoute.useNavigate()
  const manages = useMay('manage_mail')
  const [open, setOpen] = useState<'edit' | 'rotate_secret' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const touches = ['/api/v1/webhooks']
  const act = useWrite({
    send: (action: WebhookAction) => answer(api.POST('/api/v1/webhooks/{id}/actions/{action}', { params: { path: { id: webhook.id, action }, header: ifMatch(webhook.version) } })),
    touches,
    done: (_, action) => t.acted[action],
    onDone: (after) => {
      setOpen(null)
      if (after.secret) setSecret(after.secret)
    },
    toast: open !== 'rotate_secret',
  })
  const remove = useWrite({
    send: () => answer(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id }, header: ifMatch(webhook.version) } })),
    done: t.removed,
    onDone: () => void navigate({ to: '/admin/webhooks' }),
  })
  const allowed = ACTIONS.filter((action) => webhook.allowed_actions.includes(action))
  const close = () => {
    setOpen(null)
    act.reset()
    remove.reset()
  }
  return (
    <>
      <PageHeader
        title={webhook.title}
        above={
          <Link to="/admin/webhooks" className="text-accent underline-offset-4 hover:underline">
            {t.back}
          </Link>
        }
        actions={
          <>
            {allowed
              .filter((action) => action !== 'rotate_secret')
              .map((action) => (
                <Button key={action} kind={action === 'resume' ? 'primary' : 'secondary'} isBusy={act.isSending} onPress={() => act.send(action)}>
                  {t.actions[action]}
                </Button>
              ))}
            {manages && (
              <Menu
                label={t.more}
                trigger={<IconButton label={t.more} icon="more" />}
                options={[
                  { id: 'edit', name: t.edit, icon: 'edit' },
                  ...(allowed.includes('rotate_secret') ? [{ id: 'rotate_secret', name: t.actions.rotate_secret, icon: 'lock' as const }] : []),
                  { id: 'remove', name: t.remove, icon: 'trash', isDanger: true },
                ]}
                onAction={(id) => setOpen(id as 'edit')}
              />
            )}
          </>
        }
      >
        <div className="flex flex-wrap gap-2 pt-2">
          <Pill tone={webhook.state === 'active' ? 'success' : 'warning'}>{t.states[webhook.state]}</Pill>
          {webhook.failures > 0 && <Pill tone="danger">{t.failures(webhook.failures)}</Pill>}
        </div>
      </PageHeader>
      <div className="space-y-4">
        {webhook.state === 'paused' && (
          <Note tone="warning" icon="pause">
            {webhook.paused_reason && <p className="font-medium">{t.pausedBecause(webhook.paused_reason)}</p>}
            <p>{t.pausedLead}</p>
          </Note>
        )}
        <Card title={t.facts}>
          <Facts>
            <Fact name={t.url}>
              <bdi dir="ltr" className="break-all">
                {webhook.url}
              </bdi>
            </Fact>
            <Fact name={t.events}>
              <ul>
                {webhook.events.map((event) => (
                  <li key={event}>{eventName(event)}</li>
                ))}
              </ul>
            </Fact>
            <Fact name={t.private}>{webhook.include_private && t.privateSaid}</Fact>
            <Fact name={t.next}>{webhook.next_attempt_at && dayAndTime(webhook.next_attempt_at)}</Fact>
            <Fact name={t.since}>{dayAndTime(webhook.created_at)}</Fact>
          </Facts>
        </Card>
        <Deliveries webhook={webhook.id} mayRedeliver={manages} />
      </div>
      {open === 'edit' && <WebhookForm webhook={webhook} onClose={close} />}
      {open === 'rotate_secret' && (
        <Confirm title={t.rotateTitle} action={t.actions.rotate_secret} isBusy={act.isSending} problem={act.problem} onConfirm={() => act.send('rotate_secret')} onClose={close}>
          <p>{t.rotateLead}</p>
        </Confirm>
      )}
      {open === 'remove' && (
        <Confirm title={t.removeTitle(webhook.title)} action={t.remove} isDanger isBusy={remove.isSending} problem={remove.problem} onConfirm={() => remove.send()} onClose={close}>
          <p>{t.removeLead}</p>
        </Confirm>
      )}
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}

const STATES = ['queued', 'sent', 'failed', 'skipped'] as const satisfies DeliveryState[]
const tones: Record<DeliveryState, Tone> = { queued: 'warning', sent: 'success', failed: 'danger', skipped: 'neutral' }

function Deliveries({ webhook, mayRedeliver }: { webhook: number; mayRedeliver: boolean }) {
  const [state, setState] = useState<DeliveryState | 'all'>('all')
  const list = useList('/api/v1/webhooks/{id}/deliveries', { path: { id: webhook }, query: { ...(state === 'all' ? {} : { state }), limit: 50 } })
  const again = useWrite({
    send: (delivery: DeliveryView) => answer(api.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', { params: { path: { id: webhook, delivery: delivery.id } } })),
    touches: ['/api/v1/webhooks'],
    done: t.redelivered,
    toast: true,
  })
  return (
    <Card title={t.deliveries}>
      <Segments label={t.state} hideLabel className="pb-2" value={state} onChange={setState} options={[{ id: 'all' as const, name: t.all }, ...STATES.map((id) => ({ id, name: t.deliveryStates[id] }))]} />
      <ListBody
        list={list}
        rows={3}
        empty={<p className="text-sm text-muted">{t.deliveriesNone}</p>}
      >
        <ul className="divide-y divide-line">
          {list.items.map((delivery) => (
            <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <div className="min-w-0 flex-1 basis-56">
                <p>{eventName(delivery.event)}</p>
                <p className="text-xs text-muted">
                  {dayAndTime(delivery.created_at)} · {t.tries(delivery.attempts)}
                  {delivery.tried_at && `${comma}${ago(delivery.tried_at)}`}
                  {delivery.status && <> · {t.answered(code(String(delivery.status)))}</>}
                </p>
                {delivery.error && (
                  <p className="text-xs text-danger-ink" dir="auto">
                    {delivery.error}
                  </p>
                )}
              </div>
              <Pill tone={tones[delivery.state]}>{t.deliveryStates[delivery.state]}</Pill>
              {mayRedeliver && delivery.state !== 'queued' && (
                <Button onPress={() => again.send(delivery)} isDisabled={again.isSending}>
                  {t.redeliver}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </ListBody>
    </Card>
  )
}
