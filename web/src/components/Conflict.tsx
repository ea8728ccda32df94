/** Somebody else changed the thing meanwhile (412): both versions side by side, and the choice is the person's. */
import type { ReactNode } from 'react'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { t } from './texts'

export interface Difference {
  name: string
  yours: ReactNode
  theirs: ReactNode
}

export function Conflict({ isOpen, differences, onKeepMine, onTakeTheirs, keepMine, takeTheirs, isBusy = false }: {
  isOpen: boolean
  differences: Difference[]
  /** Sends what was typed over the version that is recorded now. */
  onKeepMine: () => void
  /** Drops what was typed. */
  onTakeTheirs: () => void
  keepMine: string
  takeTheirs: string
  isBusy?: boolean
}) {
  return (
    <Dialog
      title={t.changed}
      isOpen={isOpen}
      onClose={onTakeTheirs}
      stays
      width="wide"
      actions={
        <>
          <Button kind="primary" onPress={onKeepMine} isBusy={isBusy}>
            {keepMine}
          </Button>
          <Button onPress={onTakeTheirs}>{takeTheirs}</Button>
        </>
      }
    >
      <p>{t.stale}</p>
      {differences.map((difference) => (
        <section key={difference.name} className="space-y-2">
          <h3 className="font-medium">{difference.name}</h3>
          <div className="grid gap-3 md:grid-cols-2">
            <Side title={t.yours}>{difference.yours}</Side>
            <Side title={t.theirs}>{difference.theirs}</Side>
          </div>
        </section>
      ))}
    </Dialog>
  )
}

const Side = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="min-w-0 rounded-xl border border-line p-3">
    <p className="text-xs text-muted pb-1">{title}</p>
    <div dir="auto" className="whitespace-pre-line">
      {children}
    </div>
  </div>
)
