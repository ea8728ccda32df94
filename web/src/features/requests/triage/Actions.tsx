/** The decisions of triage as buttons. */
import type { RequestView, TriageAction } from '@/api/schema'
import { Button } from '@/components/Button'
import { Menu } from '@/components/Menu'
import { keyLabel } from '@/lib/shortcuts'
import { t } from './texts'

export const KEYS: Record<TriageAction, string> = { accept: 'KeyA', assign: 'KeyS', ask: 'KeyQ', defer: 'KeyD', duplicate: 'KeyM', reject: 'KeyR' }

/** What the server offers for each of them. */
export const commonActions = (chosen: readonly Pick<RequestView, 'allowed_actions'>[]) =>
  (Object.keys(KEYS) as TriageAction[]).filter((action) => chosen.length > 0 && chosen.every((request) => request.allowed_actions.includes(action)))

/** The decisions that the server offers for all that are chosen, each with its key. */
export function Actions({ chosen, onPress, isBusy, withKeys = true }: { chosen: readonly RequestView[]; onPress: (action: TriageAction) => void; isBusy: boolean; withKeys?: boolean }) {
  const all = commonActions(chosen)
  const shown = all.filter((action) => ['accept', 'ask', 'defer'].includes(action))
  const rest = all.filter((action) => !shown.includes(action))
  return (
    <div className="flex flex-wrap gap-2">
      {shown.map((action, i) => (
        <Button key={action} kind={i === 0 ? 'primary' : 'secondary'} onPress={() => onPress(action)} isDisabled={isBusy}>
          {t.actions[action]}
          {withKeys && <kbd className="font-sans text-xs opacity-70 max-lg:hidden">{keyLabel(KEYS[action])}</kbd>}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          label={t.actions.assign}
          trigger={
            <Button kind="ghost" icon="more" isDisabled={isBusy}>
              <span className="max-sm:sr-only">{t.others}</span>
            </Button>
          }
          options={rest.map((id) => ({ id, name: t.actions[id], ...(withKeys ? { keys: keyLabel(KEYS[id]) } : {}), isDanger: id === 'reject' }))}
          onAction={(id) => onPress(id as TriageAction)}
        />
      )}
    </div>
  )
}
