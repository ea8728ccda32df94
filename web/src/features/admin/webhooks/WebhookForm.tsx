/** A webhook, new or changed; and the secret, which is shown once. */
import { answer, api, ifMatch } from '@/api/client'
import type { WebhookView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { PickMany } from '@/components/Many'
import { Note } from '@/components/States'
import { t as common } from '@/components/texts'
import { say } from '@/lib/toasts'
import { eventName, EVENTS } from './events'
import { t } from './texts'

// Isolated, left to right: `request.*` would stand as `*.request`.
const OPTIONS = EVENTS.map((id) => ({ id, name: eventName(id), note: `\u2066${id}\u2069` }))

const valuesOf = (webhook: WebhookView | null) => ({
  title: webhook?.title ?? '',
  url: webhook?.url ?? 'https://',
  events: webhook?.events ?? ([] as string[]),
  include_private: webhook?.include_private ?? false,
})

export function WebhookForm({ webhook, onClose, onDone }: { webhook: WebhookView | null; onClose: () => void; onDone?: (webhook: WebhookView) => void }) {
  return (
    <FormDialog
      title={webhook ? t.edit : t.new}
      draft={`webhook.${webhook?.id ?? 'new'}`}
      initial={valuesOf(webhook)}
      {...(webhook ? { version: webhook.version } : {})}
      shown={() => ['title', 'url', 'events', 'events/', 'include_private']}
      touches={['/api/v1/webhooks']}
      done={webhook ? t.saved : t.made}
      send={(value, version, key) => {
        const body = { ...value, url: value.url.trim() }
        return webhook
          ? answer(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id }, header: ifMatch(version) }, body }))
          : answer(api.POST('/api/v1/webhooks', { params: { header: key }, body }))
      }}
      read={(current: WebhookView) => valuesOf(current)}
      tell={(value) => [
        [t.name, value.title],
        [t.url, value.url],
        [t.events, value.events.map(eventName).join('\n')],
        [t.private, value.include_private ? common.yes : common.no],
      ]}
      onClose={onClose}
      {...(onDone ? { onDone } : {})}
    >
      {({ value, set, at, problem }) => (
        <>
          <TextField label={t.name} isRequired autoFocus={!webhook} maxLength={200} value={value.title} onChange={(title) => set({ title })} error={at('title')} />
          <TextField label={t.url} type="url" ltr isRequired hint={t.urlHint} maxLength={500} value={value.url} onChange={(url) => set({ url })} error={at('url')} />
          <PickMany
            label={t.events}
            hint={t.eventsHint}
            options={OPTIONS}
            value={value.events}
            onChange={(events) => set({ events })}
            nameOf={eventName}
            error={problem?.errors.find(({ pointer }) => pointer === '/events' || pointer.startsWith('/events/'))?.message}
          />
          <Checkbox isSelected={value.include_private} onChange={(include_private) => set({ include_private })} hint={t.privateHint}>
            {t.private}
          </Checkbox>
        </>
      )}
    </FormDialog>
  )
}

/** It closes by its button only: what is closed unread is gone. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const copy = async () => {
    // A clipboard needs https or localhost; the text can be marked by hand all the same.
    await navigator.clipboard?.writeText(secret)
    say(t.copied)
  }
  return (
    <Dialog
      title={t.secretTitle}
      isOpen
      onClose={onClose}
      stays
      actions={
        <>
          <Button kind="primary" onPress={onClose}>
            {t.kept}
          </Button>
          {'clipboard' in navigator && <Button onPress={() => void copy()}>{t.copy}</Button>}
        </>
      }
    >
      <Note tone="warning" icon="warning">
        {t.secretLead}
      </Note>
      <code dir="ltr" className="block rounded-xl border border-line bg-canvas p-4 text-left text-sm break-all select-all">
        {secret}
      </code>
    </Dialog>
  )
}
