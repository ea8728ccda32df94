/** A theme with its requests; what is done to it is done to each of them that allows it. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { Problem } from '@/api/problem'
import { read, readAll, useList } from '@/api/query'
import type { ActionBody, ThemeAction, ThemeActed, ThemeView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button, ButtonLink } from '@/components/Button'
import { Card } from '@/components/Card'
import { Checkbox } from '@/components/Check'
import { Dialog } from '@/components/Dialog'
import { FormErrors, TextField } from '@/components/Field'
import { ListBody } from '@/components/ListBody'
import { Menu } from '@/components/Menu'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { ComboBox } from '@/components/Pick'
import { RequestLine } from '@/components/Request'
import { Note, Skeleton } from '@/components/States'
import { Bdi, Written } from '@/components/Text'
import { t as components } from '@/components/texts'
import { useMay } from '@/lib/session'
import { say } from '@/lib/toasts'
import { bodyOf } from '../actions/ActionDialog'
import { ActionFields } from '../actions/ActionFields'
import { SPEC } from '../actions/spec'
import { themeRoute } from '../routes'
import { keysIn, ThemeDialog } from './ThemeDialog'
import { t } from './texts'

const TOUCHED = ['/api/v1/themes', '/api/v1/requests', '/api/v1/triage']
const ACTIONS: ThemeAction[] = ['accept', 'assign', 'start', 'ask', 'wait', 'resume', 'defer', 'done', 'reject']
type Open = 'edit' | 'add' | 'merge' | 'split' | ThemeAction

export function ThemePage() {
  const { id } = themeRoute.useParams()
  const query = useQuery(read('/api/v1/themes/{id}', { path: { id: Number(id) } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} className="pt-10" />
  return <Shown theme={query.data} />
}

function Shown({ theme }: { theme: ThemeView }) {
  const decides = useMay('triage') && !theme.merged_into
  const list = useList('/api/v1/requests', { query: { theme_id: theme.id, limit: 100, sort: 'created_at' } })
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const remove = useWrite({
    send: (request: number) => answer(api.DELETE('/api/v1/themes/{id}/requests/{request}', { params: { path: { id: theme.id, request: String(request) }, header: ifMatch(theme.version) } })),
    touches: TOUCHED,
    done: t.removed,
    toast: true,
  })
  return (
    <>
      <PageHeader
        title={theme.title}
        above={
          <Link to="/themes" className="text-accent underline-offset-4 hover:underline">
            {t.back}
          </Link>
        }
        actions={
          <>
            <ButtonLink to="/requests" search={{ theme_id: theme.id }} icon="list">
              {t.list}
            </ButtonLink>
            {decides && (
              <Menu
                label={t.act}
                trigger={<Button kind="primary">{t.act}</Button>}
                options={ACTIONS.map((action) => ({ id: action, name: t.acts[action], isDanger: action === 'reject' }))}
                onAction={(action) => setOpen(action as ThemeAction)}
              />
            )}
          </>
        }
      >
        <p className="text-sm text-muted">
          {t.units}: {t.of(theme.open_units, theme.units)} · {t.requests}: {t.of(theme.open_requests, theme.requests)}
        </p>
      </PageHeader>
      <div className="space-y-4 max-w-4xl">
        {theme.merged_into && (
          <Note>
            {t.mergedInto}{' '}
            <Link to="/themes/$id" params={{ id: String(theme.merged_into) }} className="underline underline-offset-4">
              {t.see}
            </Link>
          </Note>
        )}
        {theme.description && (
          <Card>
            <Written>{theme.description}</Written>
          </Card>
        )}
        <Card
          title={t.members}
          actions={
            decides && (
              <>
                {selected.size > 0 && <Button onPress={() => setOpen('split')}>{t.split}</Button>}
                <Button icon="plus" onPress={() => setOpen('add')}>
                  {t.add}
                </Button>
                <Menu
                  label={t.edit}
                  trigger={<Button kind="ghost" icon="more" aria-label={t.edit} />}
                  options={[
                    { id: 'edit', name: t.edit, icon: 'edit' },
                    { id: 'merge', name: t.merge, icon: 'theme' },
                  ]}
                  onAction={(what) => setOpen(what as Open)}
                />
              </>
            )
          }
        >
          <ListBody list={list} rows={4} empty={<p className="text-sm text-muted">{t.noRequests}</p>}>
            <ul className="divide-y divide-line/70">
              {list.items.map((request) => (
                <li key={request.id} className="flex items-center gap-2">
                  {decides && (
                    <Checkbox
                      aria-label={components.selectRow(request.title)}
                      isSelected={selected.has(request.id)}
                      onChange={(on) => {
                        const next = new Set(selected)
                        if (on) next.add(request.id)
                        else next.delete(request.id)
                        setSelected(next)
                      }}
                    />
                  )}
                  <div className="min-w-0 flex-1">
                    <RequestLine
                      request={request}
                      after={
                        decides && (
                          <Menu
                            label={request.title}
                            trigger={<Button kind="ghost" icon="more" aria-label={request.title} />}
                            options={[{ id: 'remove', name: t.remove, icon: 'close' }]}
                            onAction={() => remove.send(request.id)}
                          />
                        )
                      }
                    />
                  </div>
                </li>
              ))}
            </ul>
          </ListBody>
        </Card>
      </div>
      {open === 'edit' && <ThemeDialog theme={theme} onClose={close} />}
      {open === 'add' && <Add theme={theme} onClose={close} />}
      {open === 'merge' && <Merge theme={theme} onClose={close} />}
      {open === 'split' && <Split theme={theme} requests={[...selected]} onClose={close} onDone={() => setSelected(new Set())} />}
      {open && ACTIONS.includes(open as ThemeAction) && <Act key={open} theme={theme} action={open as ThemeAction} onClose={close} />}
    </>
  )
}

function Frame({ title, button, isDanger = false, problem, shown, isBusy, onSend, onClose, children }: { title: string; button: string; isDanger?: boolean; problem: Problem | null; shown: string[]; isBusy: boolean; onSend: () => void; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button kind={isDanger ? 'danger' : 'primary'} onPress={onSend} isBusy={isBusy}>
            {button}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      {problem && <FormErrors messages={problem.isStale ? [components.stale] : problem.besides(shown)} />}
      {children}
    </Dialog>
  )
}

function Add({ theme, onClose }: { theme: ThemeView; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [move, setMove] = useState(false)
  const write = useWrite({
    send: () => answer(api.POST('/api/v1/themes/{id}/requests', { params: { path: { id: theme.id }, header: ifMatch(theme.version) }, body: { requests: keysIn(typed), move } })),
    touches: TOUCHED,
    done: t.added,
    onDone: onClose,
  })
  return (
    <Frame title={t.add} button={t.add} problem={write.problem} shown={[]} isBusy={write.isSending} onSend={() => write.send()} onClose={onClose}>
      <TextField label={t.numbers} hint={t.addLead} ltr autoFocus value={typed} onChange={setTyped} />
      <Checkbox isSelected={move} onChange={setMove}>
        {t.move}
      </Checkbox>
    </Frame>
  )
}

function Merge({ theme, onClose }: { theme: ThemeView; onClose: () => void }) {
  const navigate = useNavigate()
  const [into, setInto] = useState<number | null>(null)
  const themes = useQuery(readAll('/api/v1/themes', { query: {} }))
  const write = useWrite({
    send: () => answer(api.POST('/api/v1/themes/{id}/merge', { params: { path: { id: theme.id }, header: ifMatch(theme.version) }, body: { into: into ?? 0 } })),
    touches: TOUCHED,
    done: t.merged,
    onDone: () => {
      onClose()
      if (into) void navigate({ to: '/themes/$id', params: { id: String(into) } })
    },
  })
  const others = (themes.data ?? []).filter((other) => other.id !== theme.id && !other.merged_into)
  return (
    <Frame title={t.merge} button={t.merge} problem={write.problem} shown={['into']} isBusy={write.isSending} onSend={() => write.send()} onClose={onClose}>
      <ComboBox label={t.mergeInto} isRequired options={others.map((other) => ({ id: other.id, name: other.title }))} value={into} onChange={setInto} error={write.problem?.at('into')} />
    </Frame>
  )
}

function Split({ theme, requests, onClose, onDone }: { theme: ThemeView; requests: number[]; onClose: () => void; onDone: () => void }) {
  const [title, setTitle] = useState('')
  const keys = useIdempotencyKey()
  const write = useWrite({
    send: () => {
      const body = { title: title.trim(), requests: requests.map(String) }
      return answer(api.POST('/api/v1/themes/{id}/split', { params: { path: { id: theme.id }, header: { ...ifMatch(theme.version), ...keys.header(body) } }, body }))
    },
    touches: TOUCHED,
    done: t.splitDone,
    onDone: () => {
      onDone()
      onClose()
    },
  })
  return (
    <Frame title={t.split} button={t.split} problem={write.problem} shown={['title']} isBusy={write.isSending} onSend={() => write.send()} onClose={onClose}>
      <p className="text-sm text-muted">{t.splitLead(requests.length)}</p>
      <TextField label={t.titleField} isRequired autoFocus value={title} onChange={setTitle} error={write.problem?.at('title')} />
    </Frame>
  )
}

function Act({ theme, action, onClose }: { theme: ThemeView; action: ThemeAction; onClose: () => void }) {
  const [body, setBody] = useState<ActionBody>({})
  const [acted, setActed] = useState<ThemeActed | null>(null)
  const write = useWrite({
    send: () => answer(api.POST('/api/v1/themes/{id}/actions/{action}', { params: { path: { id: theme.id, action }, header: ifMatch(theme.version) }, body: bodyOf(action, body) })),
    touches: TOUCHED,
    onDone: (result) => {
      const refused = result.results.filter((one) => one.result === 'refused')
      say(t.done(result.results.length - refused.length))
      if (refused.length === 0) onClose()
      else setActed(result)
    },
  })
  const refused = acted?.results.flatMap((one) => (one.problem ? [{ id: one.id, problem: new Problem(one.problem.status, one.problem) }] : [])) ?? []
  return (
    <Frame title={t.acts[action]} button={t.acts[action]} isDanger={action === 'reject'} problem={write.problem} shown={SPEC[action]?.fields ?? []} isBusy={write.isSending} onSend={() => write.send()} onClose={onClose}>
      <p className="font-medium">
        <Bdi>{theme.title}</Bdi>
      </p>
      {refused.length > 0 && <FormErrors messages={[t.refused, ...refused.map((one) => `#${one.id}: ${one.problem.errors[0]?.message ?? one.problem.message}`)]} />}
      <ActionFields action={action} body={body} onChange={setBody} problem={write.problem} />
    </Frame>
  )
}
