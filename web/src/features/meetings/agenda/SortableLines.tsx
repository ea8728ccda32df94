/** The lines of an agenda that is being built, to be dragged by pointer or keyboard; «move to…» in each line's menu does the same. */
import { Button as AriaButton, DropIndicator, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { useState } from 'react'
import type { AgendaItemView } from '@/api/schema'
import { Icon } from '@/components/Icon'
import { useUpdateItem } from '../data'
import { t } from '../texts'
import { AgendaLine } from './AgendaLine'
import type { LineProps } from './AgendaPage'

export function SortableLines({ items, ...shared }: LineProps & { items: readonly AgendaItemView[] }) {
  // While a move is on its way the line stands where it was dropped.
  const [moving, setMoving] = useState<{ id: number; to: number } | null>(null)
  const update = useUpdateItem(shared.meeting, { done: () => null })
  const shown = moving ? moved(items, moving.id, moving.to) : items
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': items.find((item) => item.id === key)?.title ?? '' })),
    onReorder: ({ keys, target }) => {
      const item = items.find((one) => keys.has(one.id))
      if (!item) return
      const rest = items.filter((one) => one.id !== item.id)
      const at = rest.findIndex((one) => one.id === target.key) + (target.dropPosition === 'after' ? 1 : 0)
      const to = at + 1
      if (to === item.position) return
      setMoving({ id: item.id, to })
      update
        .sendAsync({ item, change: { position: to } })
        .catch(() => undefined)
        .finally(() => setMoving(null))
    },
    renderDropIndicator: (target) => <DropIndicator target={target} className="h-0.5 drop-target:bg-accent rounded-full outline-none" />,
  })
  return (
    <>
      <p className="-mt-2 pb-2 text-sm text-muted max-md:hidden">{t.dragHint}</p>
      <GridList aria-label={t.lists.agenda} items={shown} dragAndDropHooks={dragAndDropHooks} keyboardNavigationBehavior="tab" className="outline-none">
        {(item) => (
          <GridListItem
            id={item.id}
            textValue={item.title}
            className="flex items-start gap-1 py-3 border-t border-line/70 first:border-t-0 outline-none rounded-lg focus-visible:focus-ring dragging:opacity-50"
          >
            <AriaButton slot="drag" aria-label={t.drag(item.title)} className="shrink-0 hidden md:grid place-items-center size-8 -ms-2 text-muted cursor-grab rounded-lg outline-none hover:bg-neutral-soft focus-visible:focus-ring">
              <Icon name="drag" />
            </AriaButton>
            <div className="min-w-0 flex-1">
              <AgendaLine item={item} count={items.length} {...shared} />
            </div>
          </GridListItem>
        )}
      </GridList>
    </>
  )
}

function moved(items: readonly AgendaItemView[], id: number, to: number): AgendaItemView[] {
  const item = items.find((one) => one.id === id)
  const rest = items.filter((one) => one.id !== id)
  const list = item ? rest.toSpliced(to - 1, 0, item) : rest
  return list.map((one, at) => ({ ...one, position: at + 1 }))
}
