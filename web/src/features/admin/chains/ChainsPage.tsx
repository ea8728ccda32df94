/** Who approves, in which order, from which amount on. */
import { useState } from 'react'
import { useList } from '@/api/query'
import type { ChainView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { number } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { useNames } from '../routing/useNames'
import { ChainForm } from './ChainForm'
import { fromOf, whoOf } from './steps'
import { t } from './texts'

export function ChainsPage() {
  const manages = useMay('manage_approvals')
  const names = useNames()
  const list = useList('/api/v1/approval-chains', { query: { limit: 50 } })
  const [open, setOpen] = useState<ChainView | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          manages && (
            <Button kind="primary" icon="plus" onPress={() => setOpen('new')}>
              {t.new}
            </Button>
          )
        }
      >
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      <ListBody
        list={list}
        empty={
          <Empty icon="approve" title={t.none}>
            {t.noneLead}
          </Empty>
        }
      >
        <div className="space-y-4">
          {list.items.map((chain) => (
            <Card
              key={chain.id}
              title={<Bdi>{chain.name}</Bdi>}
              actions={
                <>
                  {chain.is_default && <Pill tone="accent">{t.default}</Pill>}
                  {!chain.active && <Pill>{t.inactive}</Pill>}
                  {manages && (
                    <Button icon="edit" onPress={() => setOpen(chain)}>
                      {t.edit}
                    </Button>
                  )}
                </>
              }
            >
              <ol className="flex flex-col gap-2 md:flex-row md:flex-wrap md:items-stretch">
                {chain.steps.map((step, i) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <li key={i} className="flex min-w-0 items-start gap-3 rounded-xl bg-canvas px-4 py-2.5 md:max-w-80">
                    <span aria-hidden className="mt-0.5 grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-xs text-accent-strong">
                      {number(i + 1)}
                    </span>
                    <span className="min-w-0">
                      <span className="block">{whoOf(step, names)}</span>
                      <span className="block text-sm text-muted">{fromOf(step)}</span>
                    </span>
                  </li>
                ))}
              </ol>
            </Card>
          ))}
        </div>
      </ListBody>
      {open && <ChainForm chain={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}
