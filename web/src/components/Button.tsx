/** Buttons, and links that look like them. One primary at most on a page. */
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components'
import { cx } from './cx'
import { Icon, type IconName } from './Icon'
import { t } from './texts'

const base =
  'inline-flex items-center justify-center gap-2 rounded-lg font-medium select-none transition-colors outline-none focus-visible:focus-ring disabled:opacity-50 disabled:cursor-not-allowed cursor-pointer whitespace-nowrap'
const kinds = {
  primary: 'h-11 md:h-10 px-5 bg-accent text-on-accent hover:bg-accent-strong pressed:bg-accent-strong',
  secondary: 'h-11 md:h-10 px-4 border border-line bg-surface hover:bg-neutral-soft pressed:bg-neutral-soft',
  danger: 'h-11 md:h-10 px-5 bg-danger text-on-danger hover:opacity-90',
  ghost: 'h-11 md:h-9 px-3 text-muted hover:bg-neutral-soft hover:text-ink',
  link: 'h-auto text-accent underline-offset-4 hover:underline px-0',
  icon: 'size-11 md:size-9 text-muted hover:bg-neutral-soft hover:text-ink',
}
export type Kind = keyof typeof kinds

export interface ButtonProps extends Omit<AriaProps, 'className' | 'children' | 'style'> {
  kind?: Kind
  icon?: IconName
  className?: string
  children?: ReactNode
  /** It is being sent: the button keeps its place and says so. */
  isBusy?: boolean
}

export function Button({ kind = 'secondary', icon, className, children, isBusy = false, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} isPending={isBusy} className={cx(base, kinds[kind], isBusy && 'opacity-70', className)}>
      {icon && !isBusy && <Icon name={icon} />}
      {isBusy && <Spinner />}
      {children}
      {isBusy && <span className="sr-only">{t.sending}</span>}
    </AriaButton>
  )
}

/** A button that is an icon; its label is read out and shown by the browser when the pointer rests on it. */
export function IconButton({ label, icon, className, ...props }: Omit<ButtonProps, 'children' | 'kind' | 'icon'> & { label: string; icon: IconName }) {
  return (
    <AriaButton {...props} aria-label={label} className={cx(base, kinds.icon, className)}>
      <Icon name={icon} />
    </AriaButton>
  )
}

export const Spinner = ({ className = 'size-4' }: { className?: string }) => (
  <span aria-hidden className={cx('inline-block animate-spin rounded-full border-2 border-current border-e-transparent', className)} />
)

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  kind?: Kind
  icon?: IconName
}
function Anchor({ kind = 'secondary', icon, className, children, ...props }: AnchorProps & { ref?: React.Ref<HTMLAnchorElement> }) {
  return (
    <a {...props} className={cx(base, kinds[kind], className)}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}
const RouterAnchor = createLink(Anchor)

/** A link to a page of the app that looks like a button. */
export const ButtonLink: LinkComponent<typeof Anchor> = (props) => <RouterAnchor preload="intent" {...props} />

/** A link out of the app's pages, to a file or a paper of the server. */
export const FileLink = Anchor
