/** Beneath a form: what was typed is kept on this device; a draft from before can be dropped. */
import { ago } from '@/lib/dates'
import { Button } from './Button'
import { Note } from './States'
import { t } from './texts'

export function DraftLine({ restoredAt, keptAt, onForget }: { restoredAt: number | null; keptAt: number | null; onForget: () => void }) {
  if (keptAt) return <p className="text-xs text-muted">{t.savedAt(ago(new Date(keptAt).toISOString()))}</p>
  if (!restoredAt) return null
  return (
    <Note icon="undo">
      {t.restored(ago(new Date(restoredAt).toISOString()))}{' '}
      <Button kind="link" onPress={onForget}>
        {t.startOver}
      </Button>
    </Note>
  )
}
