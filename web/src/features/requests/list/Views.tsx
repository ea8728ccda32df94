/** Views of the list: those that everybody has, and one's own. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import { TextField } from '@/components/Field'
import { Menu, type MenuGroup } from '@/components/Menu'
import { SubmitDialog } from '@/components/SubmitDialog'
import { t as common } from '@/components/texts'
import { useMe } from '@/lib/session'
import { say } from '@/lib/toasts'
import type { ListSearch } from '../routes'
import { t } from '../texts'
import { dropView, isSameView, saveView, viewsOf } from './views'

export function Views({ search, onChoose }: { search: ListSearch; onChoose: (search: ListSearch) => void }) {
  const me = useMe()
  const [own, setOwn] = useState(() => viewsOf(me.id))
  const [naming, setNaming] = useState(false)
  const usual: { name: string; search: ListSearch }[] = [
    { name: t.views.all, search: {} },
    { name: t.views.open, search: { state_group: 'open' } },
    { name: t.views.late, search: { overdue: true, sort: 'due_at' } },
    { name: t.views.mine, search: { owner_id: me.id, state_group: 'open' } },
    { name: t.views.changed, search: { sort: '-updated_at' } },
  ]
  const current = [...own, ...usual].find((view) => isSameView(view.search, search))
  const isOwn = own.some((view) => view === current)
  const option = (kind: string) => (view: { name: string }) => ({ id: `${kind}:${view.name}`, name: view.name, isChosen: view === current })
  const groups: MenuGroup[] = [
    ...(own.length > 0 ? [{ title: t.views.own, options: own.map(option('own')) }] : []),
    { title: t.views.usual, options: usual.map(option('usual')) },
    {
      title: t.views.this,
      options: [
        { id: 'save', name: t.views.save, icon: 'plus', isDisabled: current !== undefined },
        ...(isOwn ? [{ id: 'drop', name: t.views.drop, icon: 'trash' as const, isDanger: true }] : []),
      ],
    },
  ]
  const act = (id: string) => {
    if (id === 'save') return setNaming(true)
    if (id === 'drop' && current) {
      const dropped = current
      dropView(me.id, dropped.name)
      setOwn(viewsOf(me.id))
      say(t.views.dropped(dropped.name), 'neutral', {
        action: {
          label: t.views.undo,
          run: () => {
            saveView(me.id, dropped)
            setOwn(viewsOf(me.id))
          },
        },
      })
      return undefined
    }
    const found = id.startsWith('own:') ? own.find((view) => `own:${view.name}` === id) : usual.find((view) => `usual:${view.name}` === id)
    if (found) onChoose(found.search)
    return undefined
  }
  return (
    <>
      <Menu
        label={t.views.title}
        trigger={
          <Button icon="eye">
            <span className="max-w-40 truncate">{current?.name ?? t.views.title}</span>
          </Button>
        }
        groups={groups}
        onAction={act}
      />
      {naming && (
        <NameView
          taken={own.map((view) => view.name)}
          onClose={() => setNaming(false)}
          onName={(name) => {
            if (!saveView(me.id, { name, search })) return say(t.views.notKept, 'danger')
            setOwn(viewsOf(me.id))
            setNaming(false)
            return say(t.views.saved(name))
          }}
        />
      )}
    </>
  )
}

function NameView({ taken, onName, onClose }: { taken: readonly string[]; onName: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = async () => {
    if (!name.trim()) {
      setMissing(true)
      throw new Error(common.required)
    }
    onName(name.trim())
  }
  return (
    <SubmitDialog title={t.views.save} action={t.views.keep} isBusy={false} onSubmit={submit} onClose={onClose} stays={name !== ''} width="narrow">
      <TextField
        label={t.views.name}
        isRequired
        autoFocus
        maxLength={60}
        value={name}
        onChange={setName}
        hint={taken.includes(name.trim()) ? t.views.replaces : t.views.hint}
        error={missing && !name.trim() ? common.required : undefined}
      />
    </SubmitDialog>
  )
}
