/** One column of the board. */
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { Button as AriaButton, GridList, GridListItem, isTextDropItem, useDragAndDrop } from 'react-aria-components'
import type { ActionKind, RequestView } from '@/api/schema'
import { IconButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Menu } from '@/components/Menu'
import { Due, PriorityPill, requestKey, StatePill } from '@/components/Request'
import { Bdi, Code } from '@/components/Text'
import { offered, SPEC } from '../actions/spec'
import { t as page } from '../page/texts'
import { t } from './texts'

const TYPE = 'hamahang/request'

export function Column({ name, requests, onAct, onDrop, showState = false }: { name: string; requests: RequestView[]; onAct: (request: RequestView, action: ActionKind) => void; onDrop?: (id: number) => void; showState?: boolean }) {
  const id = useId()
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [TYPE]: String(key), 'text/plain': requests.find((request) => request.id === key)?.title ?? '' })),
    acceptedDragTypes: onDrop ? [TYPE] : [],
    getDropOperation: () => (onDrop ? 'move' : 'cancel'),
    onRootDrop: (event) => {
      void Promise.all(event.items.filter(isTextDropItem).map((item) => item.getText(TYPE))).then((ids) => ids.map(Number).forEach((dropped) => onDrop?.(dropped)))
    },
  })
  return (
    <section className="w-72 shrink-0 snap-start">
      <h2 id={id} className="font-medium pb-2 px-1 flex items-baseline gap-2">
        <Bdi>{name}</Bdi>
        <span className="text-sm text-muted font-normal">{t.count(requests.length)}</span>
      </h2>
      <GridList
        aria-labelledby={id}
        items={requests}
        {...(onDrop ? { dragAndDropHooks } : {})}
        dependencies={[showState]}
        renderEmptyState={() => <p className="text-sm text-muted p-4 text-center">{t.empty}</p>}
        className="min-h-40 rounded-2xl bg-neutral-soft/70 p-2 space-y-2 outline-none drop-target:ring-2 drop-target:ring-accent drop-target:bg-accent-soft focus-visible:focus-ring"
      >
        {(request) => (
          <GridListItem id={request.id} textValue={request.title} className="rounded-xl bg-surface border border-line p-3 outline-none focus-visible:focus-ring dragging:opacity-50 space-y-1">
            <div className="flex items-start gap-1">
              <Link to="/requests/$key" params={{ key: requestKey(request) }} draggable={false} className="font-medium text-sm leading-6 min-w-0 flex-1 hover:underline underline-offset-4">
                <Bdi>{request.title}</Bdi>
              </Link>
              <Menu
                label={t.move(request.title)}
                trigger={<IconButton label={t.move(request.title)} icon="more" className="size-8! -mt-1 -me-1" />}
                options={offered(request.allowed_actions).map((action) => ({ id: action, name: page.actions[action], isDanger: SPEC[action]?.isHard ?? false }))}
                onAction={(action) => onAct(request, action as ActionKind)}
              />
            </div>
            <p className="text-xs text-muted">
              <Bdi>{request.unit.name}</Bdi>
            </p>
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
              {onDrop && (
                <AriaButton slot="drag" aria-label={t.drag(request.title)} className="-ms-1 grid place-items-center size-6 rounded cursor-grab outline-none focus-visible:focus-ring">
                  <Icon name="drag" className="size-4" />
                </AriaButton>
              )}
              {request.number && <Code>{request.number}</Code>}
              <Due at={request.due_at} />
              <PriorityPill priority={request.priority} />
              {showState ? <StatePill state={request.state} /> : request.owner && <Bdi>{request.owner.name}</Bdi>}
            </div>
          </GridListItem>
        )}
      </GridList>
    </section>
  )
}
