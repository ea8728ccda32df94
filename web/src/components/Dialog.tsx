/** A question or a form over the page. On phones it rises from the bottom and takes the width. */
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './Button'
import { cx } from './cx'
import { t } from './texts'

const widths = { narrow: 'md:max-w-md', normal: 'md:max-w-xl', wide: 'md:max-w-4xl' }

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  width = 'normal',
  stays = false,
  isAlert = false,
}: {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** The row of buttons beneath, the main one first. */
  actions?: ReactNode
  width?: keyof typeof widths
  /** It closes by its own buttons only: a form with something typed in it. */
  stays?: boolean
  isAlert?: boolean
}) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={!stays}
      className="fixed inset-0 z-40 flex items-end md:items-start justify-center bg-[#07171d]/50 md:p-6 md:pt-[9vh] overflow-y-auto overscroll-contain entering:animate-fade"
    >
      <Modal className={cx('w-full rounded-t-2xl md:rounded-2xl border border-line bg-raised shadow-overlay entering:animate-rise max-h-[92dvh] md:max-h-[82vh] overflow-y-auto overscroll-contain', widths[width])}>
        <AriaDialog role={isAlert ? 'alertdialog' : 'dialog'} className="outline-none flex flex-col">
          <header className="sticky top-0 z-10 flex items-center gap-3 bg-raised px-5 pt-4 pb-2">
            <Heading slot="title" className="text-lg font-bold flex-1">
              {title}
            </Heading>
            <IconButton label={t.close} icon="close" onPress={onClose} className="-me-2" />
          </header>
          <div className="px-5 pb-5 space-y-4">{children}</div>
          {actions && <footer className="sticky bottom-0 flex flex-wrap gap-3 border-t border-line bg-raised px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
