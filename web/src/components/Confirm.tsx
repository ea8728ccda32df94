/** One more question before something that is hard to take back; what the server says against it stands in it. */
import type { ReactNode } from 'react'
import type { Problem } from '@/api/problem'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { FormErrors } from './Field'
import { t } from './texts'

export function Confirm({ title, action, isOpen = true, isDanger = false, isBusy = false, problem, children, onConfirm, onClose }: {
  title: string
  /** What the button does, in its own words: «پایان دادن», not «بله». */
  action: string
  isOpen?: boolean
  isDanger?: boolean
  isBusy?: boolean
  problem?: Problem | null
  children?: ReactNode
  onConfirm: () => void
  onClose: () => void
}) {
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      width="narrow"
      isAlert
      actions={
        <>
          <Button kind={isDanger ? 'danger' : 'primary'} onPress={onConfirm} isBusy={isBusy}>
            {action}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      {problem && <FormErrors messages={problem.besides([])} />}
      {children}
    </Dialog>
  )
}
