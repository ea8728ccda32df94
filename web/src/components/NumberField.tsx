/** Numbers, with Persian digits, and amounts in Rials. */
import { NumberField as AriaNumberField, type NumberFieldProps } from 'react-aria-components'
import { isPersian } from '@/lib/i18n'
import { persianDigits } from '@/lib/persian'
import { IconButton } from './Button'
import { cx } from './cx'
import { Box, column, FieldError, Hint, Input, Label, type FieldProps } from './Field'
import { t } from './texts'

const FOREIGN = /[0-9٠-٩]/

/**
 * React Aria keeps the digits that a person types and refuses a mix. So 0-9 and ٠-٩ become ۰-۹ before it sees them (in the
 * capture phase); `input` covers keyboards of phones, whose compositions cannot be cancelled.
 */
function persianTyping(element: HTMLElement | null) {
  if (!element) return undefined
  const before = (event: InputEvent) => {
    const input = event.target as HTMLInputElement
    if (!event.data || !FOREIGN.test(event.data) || !event.cancelable) return
    event.preventDefault()
    event.stopPropagation()
    input.setRangeText(persianDigits(event.data), input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end')
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  const after = (event: Event) => {
    const input = event.target as HTMLInputElement
    if (FOREIGN.test(input.value)) input.setRangeText(persianDigits(input.value), 0, input.value.length, 'preserve')
  }
  element.addEventListener('beforeinput', before, true)
  element.addEventListener('input', after, true)
  return () => {
    element.removeEventListener('beforeinput', before, true)
    element.removeEventListener('input', after, true)
  }
}

type Props = Omit<NumberFieldProps, 'className' | 'children' | 'isInvalid' | 'value' | 'onChange'> &
  FieldProps & { value: number | null; onChange: (value: number | null) => void; unit?: string; stepper?: boolean }

export function NumberField({ label, hideLabel, hint, error, className, unit, stepper = false, value, onChange, ...props }: Props) {
  return (
    <AriaNumberField
      {...props}
      value={value ?? Number.NaN}
      onChange={(n) => onChange(Number.isNaN(n) ? null : n)}
      {...(isPersian ? { ref: persianTyping } : {})}
      isInvalid={Boolean(error)}
      className={cx(column, className)}
    >
      <Label isRequired={props.isRequired ?? false} hide={hideLabel ?? false}>
        {label}
      </Label>
      <Box className={stepper ? 'px-1' : ''}>
        {stepper && <IconButton slot="increment" label={t.increase} icon="plus" />}
        <Input className={stepper ? 'text-center' : ''} />
        {unit && <span className="text-sm text-muted pe-3">{unit}</span>}
        {stepper && <IconButton slot="decrement" label={t.decrease} icon="minus" />}
      </Box>
      <Hint>{hint}</Hint>
      <FieldError>{error}</FieldError>
    </AriaNumberField>
  )
}

/** Whole Rials, with the unit behind. */
export const MoneyField = (props: Omit<Props, 'unit' | 'stepper'>) => <NumberField minValue={0} {...props} unit={t.rial} formatOptions={{ maximumFractionDigits: 0 }} />
