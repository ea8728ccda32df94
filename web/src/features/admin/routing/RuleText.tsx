/** A rule as people read it. */
import type { ReactNode } from 'react'
import type { NewRule } from '@/api/schema'
import { Icon } from '@/components/Icon'
import { Bdi } from '@/components/Text'
import { whenOf, whereOf, type Names } from './sentences'
import { t } from './texts'

export function RuleText({ rule, names, children }: { rule: Pick<NewRule, 'name' | 'conditions' | 'target'>; names: Names; children?: ReactNode }) {
  return (
    <div className="min-w-0 space-y-0.5">
      <p className="font-medium">{rule.name ? <Bdi>{rule.name}</Bdi> : <span className="text-muted">{t.unnamed}</span>}</p>
      <p className="text-sm text-muted">{whenOf(rule.conditions, names)}</p>
      <p className="flex items-start gap-1.5 text-sm">
        <Icon name="next" className="mt-1 size-4 text-accent" />
        <span className="min-w-0">{whereOf(rule.target, names)}</span>
      </p>
      {children}
    </div>
  )
}

export const Said = ({ tone, messages }: { tone: 'warning' | 'danger'; messages: readonly string[] }) =>
  messages.length === 0 ? null : (
    <ul className={tone === 'danger' ? 'text-sm text-danger-ink' : 'text-sm text-warning-ink'}>
      {messages.map((message) => (
        <li key={message} className="flex items-start gap-1.5">
          <Icon name="warning" className="mt-1 size-4" />
          <span className="min-w-0">{message}</span>
        </li>
      ))}
    </ul>
  )
