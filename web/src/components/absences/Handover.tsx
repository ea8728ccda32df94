/** What came to the substitute during an absence and is not finished, to be given back. */
import { useState } from 'react'
import { answer, api } from '@/api/client'
import { useList } from '@/api/query'
import { useWrite } from '@/api/write'
import { Button } from '../Button'
import { Checkbox } from '../Check'
import { RequestLine } from '../Request'
import { FormErrors } from '../Field'
import { toggled } from '@/lib/lists'
import { t } from './texts'

export function Handover({ user, absence }: { user: number; absence: number }) {
  const list = useList('/api/v1/users/{id}/absences/{absence}/handover', { path: { id: user, absence }, query: { limit: 200 } })
  const [chosen, setChosen] = useState<number[]>([])
  const write = useWrite({
    send: (request_ids: number[]) => answer(api.POST('/api/v1/users/{id}/absences/{absence}/handover', { params: { path: { id: user, absence } }, body: { request_ids } })),
    touches: ['/api/v1/users/{id}/absences', '/api/v1/requests'],
    done: t.givenBack,
    onDone: () => setChosen([]),
  })
  if (list.items.length === 0) return null
  return (
    <section className="mt-2 rounded-xl border border-line bg-canvas p-3">
      <h3 className="text-sm font-medium">{t.handover}</h3>
      {write.problem && <FormErrors messages={write.problem.besides([])} />}
      <ul className="divide-y divide-line/70">
        {list.items.map((item) => (
          <li key={item.id} className="flex items-center gap-3">
            <Checkbox aria-label={item.title} isSelected={chosen.includes(item.id)} onChange={() => setChosen(toggled(chosen, item.id))} />
            <div className="min-w-0 flex-1">
              <RequestLine request={item} />
            </div>
          </li>
        ))}
      </ul>
      <Button className="mt-2" isDisabled={chosen.length === 0} isBusy={write.isSending} onPress={() => write.send(chosen)}>
        {t.giveBack}
      </Button>
    </section>
  )
}
