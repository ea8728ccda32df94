/** A dialog that is a form: one button sends it, another leaves; when sending is refused, the first field that is wrong gets the focus. */
import { useId, useRef, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { focusFirstError } from './Field'
import { t } from './texts'

interface Props {
  title: string
  action: string
  kind?: 'primary' | 'danger'
  isBusy: boolean
  /** What comes of sending; a refusal is shown by whoever sends. */
  onSubmit: () => Promise<unknown> | void
  onClose: () => void
  /** A click beside it does not close it: something was typed. */
  stays?: boolean
  width?: 'narrow' | 'normal' | 'wide'
  /** A question before something that is hard to take back. */
  isAlert?: boolean
  /** Above the form. */
  lead?: ReactNode
  /** Beside the two buttons. */
  more?: ReactNode
  /** What stands over the form in its turn; what it sends itself goes through `sent`, so that a refusal is found here, too. */
  renderOver?: (sent: (sending: Promise<unknown>) => void) => ReactNode
  children: ReactNode
}

export function SubmitDialog({ title, action, kind = 'primary', isBusy, onSubmit, onClose, stays = true, width = 'normal', isAlert = false, lead, more, renderOver, children }: Props) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const sent = (sending: Promise<unknown> | void) => void sending?.catch(() => focusFirstError(form.current))
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      width={width}
      stays={stays}
      isAlert={isAlert}
      actions={
        <>
          <Button type="submit" form={id} kind={kind} isBusy={isBusy}>
            {action}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
          {more}
        </>
      }
    >
      {lead}
      <Form
        ref={form}
        id={id}
        validationBehavior="aria"
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          // A form within a form's portal bubbles through React's tree.
          event.stopPropagation()
          sent(onSubmit())
        }}
      >
        {children}
      </Form>
      {renderOver?.(sent)}
    </Dialog>
  )
}
