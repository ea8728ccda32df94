/** What can be done with a request now, the likely next step first. */
import { useState } from 'react'
import type { ActionKind, RequestView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Menu } from '@/components/Menu'
import { FormErrors } from '@/components/Field'
import { t } from '../page/texts'
import { ActionDialog, useAct } from './ActionDialog'
import { isPlain, offered, SPEC } from './spec'

export function NextStep({ request }: { request: RequestView }) {
  const [open, setOpen] = useState<ActionKind | null>(null)
  const act = useAct()
  const actions = offered(request.allowed_actions)
  const soft = actions.filter((action) => !SPEC[action]?.isHard)
  const [first, ...rest] = soft
  // `dispute` is the other answer to one question: it stands beside `confirm`.
  const shown = rest.slice(0, 2)
  const others = actions.filter((action) => action !== first && !shown.includes(action))
  const press = (action: ActionKind) => (isPlain(action) ? act.send({ request, action, body: {} }) : setOpen(action))
  if (actions.length === 0) return null
  return (
    <Card className="border-accent/40">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-sm text-muted me-2">{first ? t.nextStep : t.noStep}</h2>
        {first && (
          <Button kind="primary" onPress={() => press(first)} isBusy={act.isSending}>
            {t.actions[first]}
          </Button>
        )}
        {shown.map((action) => (
          <Button key={action} onPress={() => press(action)} isDisabled={act.isSending}>
            {t.actions[action]}
          </Button>
        ))}
        {others.length > 0 && (
          <Menu
            label={t.otherActions}
            trigger={
              <Button kind="ghost" icon="more">
                {t.otherActions}
              </Button>
            }
            options={others.map((id) => ({ id, name: t.actions[id], isDanger: SPEC[id]?.isHard ?? false }))}
            onAction={(id) => press(id as ActionKind)}
          />
        )}
      </div>
      {act.problem && !open && (
        <div className="pt-3">
          <FormErrors messages={act.problem.besides([])} />
        </div>
      )}
      {open && <ActionDialog key={open} request={request} action={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}
