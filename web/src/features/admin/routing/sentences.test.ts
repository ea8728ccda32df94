import { expect, it } from 'vitest'
import { whenOf, whereOf, type Names } from './sentences'

const names: Names = {
  unit: (id) => `واحد ${id}`,
  desk: () => 'میز مالی',
  person: (id) => `کارشناس ${id}`,
  chain: () => 'تأیید هزینه',
}

it.each([
  [{}, 'هر درخواستی'],
  [{ categories: ['budget'] }, 'از دستهٔ بودجه'],
  [{ categories: ['budget', 'petty_cash', 'equipment'] }, 'از دستهٔ بودجه، تنخواه یا تجهیزات'],
  [{ categories: ['equipment'], amount_min_rials: 200_000_000 }, 'از دستهٔ تجهیزات، از ۲۰۰٬۰۰۰٬۰۰۰ ریال به بالا'],
  [{ amount_min_rials: 0, amount_max_rials: 5 }, 'از ۰ ریال تا ۵ ریال'],
  [{ unit_kinds: ['district', 'organization'], unit_subtree: 3 }, 'از واحدی از نوع منطقه یا سازمان، از «واحد 3» یا زیرمجموعه‌هایش'],
  [{ words: ['پورتال', 'سامانه'], private: false }, 'با واژهٔ «پورتال» یا «سامانه»، غیرمحرمانه'],
  [{ private: true }, 'محرمانه'],
])('when: %j', (conditions, said) => expect(whenOf(conditions, names)).toBe(said))

it.each([
  [{ desk_id: 1 }, 'به میز مالی'],
  [{ desk_id: 1, owner_id: 5 }, 'به میز مالی، نزد کارشناس 5'],
  [{ desk_id: 1, round_robin: true, priority: 'urgent' as const }, 'به میز مالی، به نوبت میان اعضا، با اولویت فوری'],
  [{ desk_id: 1, approval_chain_id: 2, watcher_ids: [7, 8], sla_policy: 'تند' }, 'به میز مالی، با مهلت‌های «تند»، با زنجیرهٔ تأیید «تأیید هزینه»، رونوشت به کارشناس 7، کارشناس 8'],
])('where: %j', (target, said) => expect(whereOf(target, names)).toBe(said))
