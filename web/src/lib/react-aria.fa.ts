/** Persian texts of React Aria, which ships 34 languages and not ours. The keys are those of its English ones; react-aria.test.ts compares them. */
type F = { number(n: number): string; plural(n: number, o: Record<string, string | (() => string)>): string; select(o: Record<string, string | (() => string)>, v: unknown): string }
// oxlint-disable-next-line typescript/no-explicit-any -- each text has variables of its own
type A = any
const items = (e: A, t: F) => `${t.number(e.count)} مورد`
export const fa: Record<string, Record<string, string | ((e: A, t: F) => string)>> = {
  '@react-aria/tree': { expand: 'باز کردن', collapse: 'بستن' },
  '@react-aria/toast': { close: 'بستن', notifications: (e, t) => `${t.number(e.count)} اعلان.` },
  '@react-aria/tag': { removeDescription: 'برای برداشتن برچسب کلید Delete را بزنید.', removeButtonLabel: 'برداشتن' },
  '@react-aria/table': { select: 'گزینش', selectAll: 'گزینش همه', sortable: 'ستون مرتب‌شدنی', ascending: 'صعودی', descending: 'نزولی', ascendingSort: e => `مرتب بر پایهٔ ${e.columnName}، صعودی`, descendingSort: e => `مرتب بر پایهٔ ${e.columnName}، نزولی`, columnSize: e => `${e.value} پیکسل`, resizerDescription: 'برای تغییر اندازه Enter را بزنید', expand: 'باز کردن', collapse: 'بستن' },
  '@react-aria/steplist': { steplist: 'فهرست گام‌ها' },
  '@react-aria/spinbutton': { Empty: 'خالی' },
  '@react-aria/searchfield': { 'Clear search': 'پاک کردن جست‌وجو' },
  '@react-aria/previewtrigger': { longPressMessage: 'برای پیش‌نمایش نگه دارید' },
  '@react-aria/overlays': { dismiss: 'بستن' },
  '@react-aria/numberfield': { decrease: e => `کاهش ${e.fieldLabel}`, increase: e => `افزایش ${e.fieldLabel}`, numberField: 'خانهٔ عدد' },
  '@react-aria/menu': { longPressMessage: 'برای باز کردن فهرست نگه دارید یا Alt + پیکان پایین را بزنید' },
  '@react-aria/gridlist': { hasActionAnnouncement: 'سطر کنش دارد', hasLinkAnnouncement: e => `سطر پیوند دارد: ${e.link}` },
  '@react-aria/grid': { deselectedItem: e => `${e.item} از گزینش درآمد.`, select: 'گزینش', selectedCount: (e, t) => `${items(e, t)} گزیده شده.`, selectedAll: 'همه گزیده شد.', selectedItem: e => `${e.item} گزیده شد.`, longPressToSelect: 'برای گزینش نگه دارید.' },
  '@react-aria/dnd': { dragItem: e => `کشیدن ${e.itemText}`, dragSelectedItems: (e, t) => `کشیدن ${items(e, t)}`, dragDescriptionKeyboard: 'برای آغاز جابه‌جایی Enter را بزنید.', dragDescriptionKeyboardAlt: 'برای آغاز جابه‌جایی Alt + Enter را بزنید.', dragDescriptionTouch: 'برای آغاز جابه‌جایی دو بار بزنید.', dragDescriptionVirtual: 'برای آغاز جابه‌جایی بزنید.', dragDescriptionLongPress: 'برای آغاز جابه‌جایی نگه دارید.', dragSelectedKeyboard: (e, t) => `برای کشیدن ${items(e, t)} Enter را بزنید.`, dragSelectedKeyboardAlt: (e, t) => `برای کشیدن ${items(e, t)} Alt + Enter را بزنید.`, dragSelectedLongPress: (e, t) => `برای کشیدن ${items(e, t)} نگه دارید.`, dragStartedKeyboard: 'جابه‌جایی آغاز شد. با Tab به جای رها کردن بروید، Enter برای رها کردن، Escape برای انصراف.', dragStartedTouch: 'جابه‌جایی آغاز شد. به جای رها کردن بروید و دو بار بزنید.', dragStartedVirtual: 'جابه‌جایی آغاز شد. به جای رها کردن بروید و Enter را بزنید.', endDragKeyboard: 'در حال جابه‌جایی. Enter برای انصراف.', endDragTouch: 'در حال جابه‌جایی. دو بار بزنید تا لغو شود.', endDragVirtual: 'در حال جابه‌جایی. بزنید تا لغو شود.', dropDescriptionKeyboard: 'Enter برای رها کردن، Escape برای انصراف.', dropDescriptionTouch: 'دو بار بزنید تا رها شود.', dropDescriptionVirtual: 'بزنید تا رها شود.', dropCanceled: 'جابه‌جایی لغو شد.', dropComplete: 'جابه‌جا شد.', dropIndicator: 'جای رها کردن', dropOnRoot: 'رها کردن روی', dropOnItem: e => `رها کردن روی ${e.itemText}`, insertBefore: e => `پیش از ${e.itemText}`, insertBetween: e => `میان ${e.beforeItemText} و ${e.afterItemText}`, insertAfter: e => `پس از ${e.itemText}` },
  '@react-aria/datepicker': { era: 'دوره', year: 'سال', month: 'ماه', day: 'روز', hour: 'ساعت', minute: 'دقیقه', second: 'ثانیه', dayPeriod: 'ق.ظ/ب.ظ', calendar: 'تقویم', startDate: 'تاریخ آغاز', endDate: 'تاریخ پایان', weekday: 'روز هفته', timeZoneName: 'منطقهٔ زمانی', selectedDateDescription: e => `تاریخ گزیده: ${e.date}`, selectedRangeDescription: e => `بازهٔ گزیده: ${e.startDate} تا ${e.endDate}`, selectedTimeDescription: e => `ساعت گزیده: ${e.time}` },
  '@react-aria/combobox': { focusAnnouncement: (e, t) => `${e.isGroupChange ? `گروه ${e.groupTitle}، ${t.number(e.groupCount)} گزینه. ` : ''}${e.optionText}${e.isSelected ? '، گزیده' : ''}`, countAnnouncement: (e, t) => `${t.number(e.optionCount)} گزینه.`, selectedAnnouncement: e => `${e.optionText}، گزیده شد`, buttonLabel: 'نمایش پیشنهادها', listboxLabel: 'پیشنهادها' },
  '@react-aria/color': {}, '@react-stately/color': {},
  '@react-aria/calendar': { previous: 'ماه پیش', next: 'ماه بعد', selectedDateDescription: e => `تاریخ گزیده: ${e.date}`, selectedRangeDescription: e => `بازهٔ گزیده: ${e.dateRange}`, todayDate: e => `امروز، ${e.date}`, todayDateSelected: e => `امروز، ${e.date}، گزیده`, dateSelected: e => `${e.date}، گزیده`, startRangeSelectionPrompt: 'برای آغاز بازه بزنید', finishRangeSelectionPrompt: 'برای پایان بازه بزنید', minimumDate: 'نخستین تاریخ در دسترس', maximumDate: 'واپسین تاریخ در دسترس', dateRange: e => `${e.startDate} تا ${e.endDate}` },
  '@react-aria/breadcrumbs': { breadcrumbs: 'مسیر' },
  '@react-aria/autocomplete': { collectionLabel: 'پیشنهادها' },
  '@react-stately/datepicker': { rangeUnderflow: e => `تاریخ باید ${e.minValue} یا پس از آن باشد.`, rangeOverflow: e => `تاریخ باید ${e.maxValue} یا پیش از آن باشد.`, rangeReversed: 'تاریخ آغاز باید پیش از پایان باشد.', unavailableDate: 'این تاریخ در دسترس نیست.' },
  'react-aria-components': { selectPlaceholder: 'برگزینید', tableResizer: 'تغییر اندازه', dropzoneLabel: 'جای رها کردن فایل', colorSwatchPicker: 'رنگ‌ها' },
}

/** Before the first render: React Aria reads its texts once. */
export function teachPersian() {
  const page = window as unknown as Record<symbol, unknown>
  page[Symbol.for('react-aria.i18n.locale')] = 'fa-IR'
  page[Symbol.for('react-aria.i18n.strings')] = fa
}
