/** Who watches, which requests it is linked with, its tags. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read, readAll, useList } from '@/api/query'
import type { NewLinkKind, RequestView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Dialog } from '@/components/Dialog'
import { FormErrors, TextField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { ComboBox, Select } from '@/components/Pick'
import { RequestLine } from '@/components/Request'
import { Bdi } from '@/components/Text'
import { useMe } from '@/lib/session'
import { t } from './texts'

const TOUCHED = ['/api/v1/requests/{id}', '/api/v1/tags']

export function Watchers({ request }: { request: RequestView }) {
  const me = useMe()
  const path = { id: String(request.id), user: String(me.id) }
  const list = useList('/api/v1/requests/{id}/watchers', { path: { id: String(request.id) }, query: { limit: 50 } })
  const toggle = useWrite({
    send: async () => {
      if (request.watching) await answer(api.DELETE('/api/v1/requests/{id}/watchers/{user}', { params: { path } }))
      else await answer(api.PUT('/api/v1/requests/{id}/watchers/{user}', { params: { path } }))
    },
    touches: TOUCHED,
    toast: true,
  })
  return (
    <Card
      title={t.watchers}
      actions={
        <Button kind="ghost" icon="eye" className="-my-2 -me-2" onPress={() => toggle.send()} isBusy={toggle.isSending}>
          {request.watching ? t.unwatch : t.watch}
        </Button>
      }
    >
      {list.items.length === 0 ? (
        <p className="text-sm text-muted">{t.noWatchers}</p>
      ) : (
        <ul className="text-sm space-y-1">
          {list.items.map((watcher) => (
            <li key={watcher.user?.id ?? watcher.since}>
              <Bdi>{watcher.user?.name ?? '—'}</Bdi>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

export function Links({ request }: { request: RequestView }) {
  const list = useList('/api/v1/requests/{id}/links', { path: { id: String(request.id) }, query: { limit: 50 } })
  const [adding, setAdding] = useState(false)
  const remove = useWrite({
    send: (link: number) => answer(api.DELETE('/api/v1/requests/{id}/links/{link}', { params: { path: { id: String(request.id), link } } })),
    touches: TOUCHED,
    toast: true,
  })
  return (
    <Card
      title={t.links}
      actions={
        <Button kind="ghost" icon="link" className="-my-2 -me-2" onPress={() => setAdding(true)}>
          {t.link}
        </Button>
      }
    >
      {list.items.length === 0 ? (
        <p className="text-sm text-muted">{t.noLinks}</p>
      ) : (
        <ul className="space-y-2">
          {list.items.map((link) => (
            <li key={link.id ?? `${link.kind}-${link.request.id}`}>
              <p className="text-xs text-muted">{t.linkKinds[link.kind]}</p>
              <RequestLine request={link.request} after={link.id ? <IconButton label={t.removeLink} icon="close" onPress={() => remove.send(link.id ?? 0)} /> : null} />
            </li>
          ))}
        </ul>
      )}
      {adding && <AddLink request={request} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function AddLink({ request, onClose }: { request: RequestView; onClose: () => void }) {
  const [kind, setKind] = useState<NewLinkKind>('relates')
  const [to, setTo] = useState('')
  const keys = useIdempotencyKey()
  const write = useWrite({
    send: () => {
      const body = { kind, to: to.trim() }
      return answer(api.POST('/api/v1/requests/{id}/links', { params: { path: { id: String(request.id) }, header: keys.header(body) }, body }))
    },
    touches: TOUCHED,
    done: t.saved,
    onDone: onClose,
  })
  return (
    <Dialog
      title={t.link}
      isOpen
      onClose={onClose}
      width="narrow"
      actions={
        <>
          <Button kind="primary" onPress={() => write.send()} isBusy={write.isSending}>
            {t.link}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      {write.problem && <FormErrors messages={write.problem.besides(['to', 'kind'])} />}
      <Select label={t.linkKind} value={kind} onChange={(to) => setKind(to ?? 'relates')} options={(['relates', 'blocks', 'blocked_by'] as const).map((id) => ({ id, name: t.linkKinds[id] }))} />
      <TextField label={t.linkTo} ltr value={to} onChange={setTo} error={write.problem?.at('to')} />
    </Dialog>
  )
}

export function Tags({ request }: { request: RequestView }) {
  const [adding, setAdding] = useState(false)
  const [typed, setTyped] = useState('')
  const known = useQuery({ ...readAll('/api/v1/tags', { query: {} }), enabled: adding })
  const put = useWrite({
    send: (tags: string[]) => answer(api.PUT('/api/v1/requests/{id}/tags', { params: { path: { id: String(request.id) }, header: ifMatch(request.version) }, body: { tags } })),
    touches: TOUCHED,
    onDone: () => setTyped(''),
    toast: true,
  })
  const add = (tag: string) => {
    if (tag.trim()) put.send([...request.tags, tag.trim()])
  }
  return (
    <div className="space-y-2">
      <ul className="flex flex-wrap gap-1.5">
        {request.tags.map((tag) => (
          <li key={tag} className="inline-flex items-center rounded-full bg-neutral-soft text-neutral-ink ps-3 text-sm h-8">
            <Icon name="tag" className="size-4 me-1.5" />
            <Bdi>{tag}</Bdi>
            <IconButton label={t.removeTag(tag)} icon="close" className="size-8!" onPress={() => put.send(request.tags.filter((other) => other !== tag))} />
          </li>
        ))}
        {!adding && (
          <li>
            <Button kind="ghost" icon="plus" className="h-8!" onPress={() => setAdding(true)}>
              {t.addTag}
            </Button>
          </li>
        )}
      </ul>
      {adding && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            add(typed)
          }}
        >
          <ComboBox
            allowsCustomValue
            label={t.addTag}
            hideLabel
            autoFocus
            placeholder={t.addTag}
            className="flex-1"
            options={(known.data ?? []).filter((tag) => !request.tags.includes(tag.name)).map((tag) => ({ id: tag.name, name: tag.name }))}
            value={null}
            onChange={(tag) => tag && add(tag)}
            onInputChange={setTyped}
          />
          <Button type="submit" isBusy={put.isSending}>
            {t.addTagButton}
          </Button>
        </form>
      )}
    </div>
  )
}

/** Why it was proposed to its desk: each rule, and where it failed. For those who see the rules. */
export function Routing({ request }: { request: RequestView }) {
  const query = useQuery(read('/api/v1/requests/{id}/routing', { path: { id: String(request.id) } }))
  return (
    <ul className="divide-y divide-line">
      {query.data?.rules.map((rule) => (
        <li key={rule.rule_id} className="py-2.5">
          <p className="flex items-center gap-2 font-medium">
            <Icon name={rule.chosen ? 'check' : rule.matched ? 'minus' : 'close'} className={rule.chosen ? 'size-5 text-success-ink' : 'size-5 text-muted'} />
            <Bdi>{rule.name}</Bdi>
          </p>
          <ul className="ps-7 text-sm text-muted">
            {rule.conditions.map((checked) => (
              <li key={checked.condition + checked.wanted} className={checked.held ? '' : 'text-danger-ink'}>
                {checked.text}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
