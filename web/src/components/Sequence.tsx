/**
 * A list in an order that a person sets: by dragging (also with the keyboard: Enter on the handle), and by a menu for
 * those who would rather not.
 */
import type { ReactNode } from 'react'
import { Button as AriaButton, DropIndicator, GridList, GridListItem, useDragAndDrop, type Key } from 'react-aria-components'
import { pick } from '@/lib/i18n'
import { landing, moved } from '@/lib/lists'
import { number } from '@/lib/numbers'
import { IconButton } from './Button'
import { cx } from './cx'
import { Icon } from './Icon'
import { Menu, type MenuOption } from './Menu'

const t = pick({
  fa: { up: 'یکی بالاتر', down: 'یکی پایین‌تر', top: 'به آغاز فهرست', bottom: 'به پایان فهرست', drag: (name: string) => `جابه‌جا کردن ${name}`, more: (name: string) => `کارهای ${name}` },
  en: { up: 'Move up', down: 'Move down', top: 'To the top', bottom: 'To the bottom', drag: (name: string) => `Move ${name}`, more: (name: string) => `Actions for ${name}` },
})

interface Props<T> {
  label: string
  items: readonly T[]
  keyOf: (item: T) => Key
  nameOf: (item: T) => string
  /** The new order; missing: it is only read. */
  onOrder?: (items: T[]) => void
  /** Further entries of each item's menu. */
  options?: readonly MenuOption[]
  onAction?: (id: string, item: T, at: number) => void
  /** Pressing an item, or Enter on it. */
  onOpen?: (item: T, at: number) => void
  children: (item: T, at: number) => ReactNode
}

export function Sequence<T>({ label, items, keyOf, nameOf, onOrder, options = [], onAction, onOpen, children }: Props<T>) {
  const placeOf = (key: Key) => items.findIndex((item) => keyOf(item) === key)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const [key] = keys
      if (key === undefined || target.dropPosition === 'on') return
      const from = placeOf(key)
      onOrder?.(moved(items, from, landing(from, placeOf(target.key), target.dropPosition)))
    },
    // Where it would land, in the gap between two.
    renderDropIndicator: (target) => <DropIndicator target={target} className="relative z-10 -my-0.5 h-1 rounded-full outline-none drop-target:bg-accent" />,
    isDisabled: !onOrder,
  })
  const act = (id: string, item: T, at: number) => {
    if (id === 'up') onOrder?.(moved(items, at, at - 1))
    else if (id === 'down') onOrder?.(moved(items, at, at + 1))
    else if (id === 'top') onOrder?.(moved(items, at, 0))
    else if (id === 'bottom') onOrder?.(moved(items, at, items.length))
    else onAction?.(id, item, at)
  }
  const menu = (at: number): MenuOption[] => [
    ...(onOrder
      ? [
          { id: 'up', name: t.up, icon: 'up' as const, isDisabled: at === 0 },
          { id: 'down', name: t.down, icon: 'down' as const, isDisabled: at === items.length - 1 },
          { id: 'top', name: t.top, isDisabled: at === 0 },
          { id: 'bottom', name: t.bottom, isDisabled: at === items.length - 1 },
        ]
      : []),
    ...options,
  ]
  return (
    <GridList
      aria-label={label}
      items={items.map((item, at) => ({ id: keyOf(item), item, at }))}
      // The rows show more than their key: without this they keep their old looks.
      dependencies={[items, children]}
      dragAndDropHooks={dragAndDropHooks}
      keyboardNavigationBehavior="tab"
      {...(onOpen ? { onAction: (key: Key) => onOpen(items[placeOf(key)] as T, placeOf(key)) } : {})}
      className="flex flex-col outline-none"
    >
      {({ id, item, at }) => (
        <GridListItem
          id={id}
          textValue={nameOf(item)}
          className={cx(
            'group relative my-1 flex items-start gap-1 rounded-2xl border border-line bg-surface p-2 md:p-3 outline-none focus-visible:focus-ring dragging:opacity-50',
            onOpen && 'cursor-pointer hover:border-accent/50',
          )}
        >
          {onOrder && (
            <AriaButton
              slot="drag"
              aria-label={t.drag(nameOf(item))}
              className="hidden md:grid place-items-center size-8 rounded-md text-muted cursor-grab outline-none hover:bg-neutral-soft focus-visible:focus-ring"
            >
              <Icon name="drag" />
            </AriaButton>
          )}
          <span aria-hidden className="grid place-items-center size-8 shrink-0 rounded-full bg-neutral-soft text-sm text-neutral-ink">
            {number(at + 1)}
          </span>
          <div className="min-w-0 flex-1 px-2">{children(item, at)}</div>
          {(onOrder || options.length > 0) && (
            <Menu label={t.more(nameOf(item))} trigger={<IconButton label={t.more(nameOf(item))} icon="more" className="-my-1 md:my-0" />} options={menu(at)} onAction={(action) => act(action, item, at)} />
          )}
        </GridListItem>
      )}
    </GridList>
  )
}
