/** A box to tick, and a switch for what takes effect at once. */
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, Switch as AriaSwitch, type CheckboxProps, type SwitchProps } from 'react-aria-components'
import { cx } from './cx'
import { Icon } from './Icon'

export function Checkbox({ children, hint, className, ...props }: Omit<CheckboxProps, 'className' | 'children'> & { children?: ReactNode; hint?: ReactNode; className?: string }) {
  return (
    <AriaCheckbox {...props} className={cx('group inline-flex items-start gap-2.5 min-h-9 py-1.5 cursor-pointer outline-none disabled:opacity-60', className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="mt-0.5 size-5 shrink-0 grid place-items-center rounded-[5px] border border-field bg-surface text-on-accent group-selected:bg-accent group-selected:border-accent group-indeterminate:bg-accent group-indeterminate:border-accent group-focus-visible:focus-ring">
            {isIndeterminate ? <Icon name="minus" className="size-4" /> : isSelected ? <Icon name="check" className="size-4" /> : null}
          </span>
          {children && (
            <span>
              {children}
              {hint && <span className="block text-xs text-muted">{hint}</span>}
            </span>
          )}
        </>
      )}
    </AriaCheckbox>
  )
}

export function Switch({ children, className, ...props }: Omit<SwitchProps, 'className' | 'children'> & { children: ReactNode; className?: string }) {
  return (
    <AriaSwitch {...props} className={cx('group inline-flex items-center gap-2.5 min-h-9 cursor-pointer outline-none disabled:opacity-60', className)}>
      <span className="h-6 w-10 rounded-full border border-field bg-neutral-soft p-0.5 transition-colors group-selected:bg-accent group-selected:border-accent group-focus-visible:focus-ring">
        <span className="block size-4.5 rounded-full bg-muted transition-transform group-selected:bg-on-accent ltr:group-selected:translate-x-4 rtl:group-selected:-translate-x-4" />
      </span>
      {children}
    </AriaSwitch>
  )
}
