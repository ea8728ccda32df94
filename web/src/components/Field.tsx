/** What all fields share: the label above, a hint, the message beneath; and the fields of text. */
import type { ReactNode } from 'react'
import {
  FieldError as AriaFieldError,
  Group,
  Input as AriaInput,
  Label as AriaLabel,
  SearchField as AriaSearchField,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type SearchFieldProps,
  type TextFieldProps,
} from 'react-aria-components'
import { IconButton } from './Button'
import { cx } from './cx'
import { Icon } from './Icon'
import { t } from './texts'

export interface FieldProps {
  label: string
  /** For screen readers only: where the place says it already. */
  hideLabel?: boolean
  hint?: ReactNode
  /** The message of the server (or of the form) at this field. */
  error?: string | undefined
  className?: string
}

export const fieldBox =
  'flex items-center w-full rounded-lg border border-field bg-surface focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/30 invalid:border-danger-ink invalid:ring-danger-ink/20 disabled:opacity-60'
export const inputStyle = 'flex-1 min-w-0 bg-transparent px-3 outline-none placeholder:text-muted text-[1rem] md:text-base'
/** Each line of what is typed goes in its own direction, and an empty field in that of the page (`dir=auto` would make it left to right). */
export const plain = '[unicode-bidi:plaintext]'
export const column = 'flex flex-col gap-1.5 min-w-0'

export const Label = ({ children, isRequired = false, hide = false }: { children: ReactNode; isRequired?: boolean; hide?: boolean }) => (
  <AriaLabel className={cx('text-sm font-medium text-ink', hide && 'sr-only')}>
    {children}
    {isRequired && (
      <span aria-hidden className="text-danger-ink ps-1" title={t.required}>
        *
      </span>
    )}
  </AriaLabel>
)
export const Hint = ({ children }: { children?: ReactNode }) =>
  children ? (
    <Text slot="description" className="text-xs text-muted">
      {children}
    </Text>
  ) : null
export const FieldError = ({ children }: { children?: ReactNode }) => <AriaFieldError className="text-xs text-danger-ink">{children}</AriaFieldError>
export const Box = ({ className, children }: { className?: string; children: ReactNode }) => <Group className={cx(fieldBox, 'h-11 md:h-10', className)}>{children}</Group>
export const Input = ({ className, ...props }: Omit<React.ComponentProps<typeof AriaInput>, 'className'> & { className?: string }) => (
  <AriaInput {...props} className={cx(inputStyle, 'h-full', className)} />
)

export function TextField({
  label,
  hideLabel,
  hint,
  error,
  className,
  rows,
  placeholder,
  after,
  ltr = false,
  ...props
}: Omit<TextFieldProps, 'className' | 'children' | 'isInvalid'> & FieldProps & { rows?: number; placeholder?: string; after?: ReactNode; ltr?: boolean }) {
  return (
    <AriaTextField {...props} isInvalid={Boolean(error)} className={cx(column, className)}>
      <Label isRequired={props.isRequired ?? false} hide={hideLabel ?? false}>
        {label}
      </Label>
      {rows ? (
        <AriaTextArea rows={rows} {...(placeholder ? { placeholder } : {})} className={cx(fieldBox, plain, 'focus:border-accent focus:ring-2 focus:ring-accent/30 px-3 py-2 outline-none text-[1rem] md:text-base text-start resize-y field-sizing-content max-h-[60vh]', minRows(rows))} />
      ) : (
        <Box>
          <Input {...(placeholder ? { placeholder } : {})} {...(ltr ? { dir: 'ltr' } : {})} className={ltr ? 'text-start' : plain} />
          {after}
        </Box>
      )}
      <Hint>{hint}</Hint>
      <FieldError>{error}</FieldError>
    </AriaTextField>
  )
}
const minRows = (rows: number) => (rows >= 6 ? 'min-h-44' : rows >= 4 ? 'min-h-32' : 'min-h-20')

export function SearchField({
  label,
  placeholder,
  className,
  ...props
}: Omit<SearchFieldProps, 'className' | 'children'> & { label: string; placeholder?: string; className?: string }) {
  return (
    <AriaSearchField {...props} aria-label={label} className={cx('group min-w-0', className)}>
      <Box>
        <span className="ps-3 text-muted">
          <Icon name="search" />
        </span>
        <Input placeholder={placeholder ?? label} className={cx(plain, 'text-ellipsis [&::-webkit-search-cancel-button]:hidden')} />
        <IconButton label={t.clear} icon="close" className="group-empty:invisible" />
      </Box>
    </AriaSearchField>
  )
}

/** Messages that belong to no field that is shown, above a form. */
export const FormErrors = ({ messages }: { messages: string[] }) =>
  messages.length === 0 ? null : (
    <div role="alert" className="rounded-xl bg-danger-soft text-danger-ink px-4 py-3 text-sm">
      {messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  )

/** The first field with a message gets the focus: call it after a refused send. On a busy device the messages are drawn some frames later. */
export function focusFirstError(form: HTMLElement | null, frames = 30) {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] textarea, [data-invalid] button, [data-invalid] [role=spinbutton], [aria-invalid=true]')
    const shown = field ?? form?.querySelector<HTMLElement>('[role=alert]')
    if (!shown && frames > 1) {
      focusFirstError(form, frames - 1)
      return
    }
    shown?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  })
}
