/** Icons, drawn on 24 × 24. They say nothing by themselves: the label beside them, or of their button, does. */
const PATHS = {
  home: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  plus: 'M12 5v14M5 12h14',
  inbox: 'M4 13h4l1.5 3h5L16 13h4M4 13l3-8h10l3 8v6H4v-6Z',
  board: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  theme: 'M12 4 4 8l8 4 8-4-8-4ZM4 12l8 4 8-4M4 16l8 4 8-4',
  approve: 'M9 12l2.2 2.2L15.5 10M12 3l7 3v5.5c0 4.3-2.9 8-7 9.5-4.1-1.5-7-5.2-7-9.5V6l7-3Z',
  meeting: 'M5 6h14v14H5zM5 10h14M9 3v4M15 3v4M9 14h2M13 14h2M9 17h2',
  commitment: 'M6 4h12v16l-6-4-6 4V4ZM9.5 9.5l1.7 1.7L14.5 8',
  report: 'M5 20V10M12 20V4M19 20v-7M3 20h18',
  settings: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM19 12l1.8-1.2-1.8-3.2-2 .8a7 7 0 0 0-1.9-1.1L14.8 5h-3.6l-.4 2.3A7 7 0 0 0 9 8.4l-2-.8-1.9 3.2L7 12l-1.9 1.2L7 16.4l2-.8a7 7 0 0 0 1.9 1.1l.4 2.3h3.6l.4-2.3a7 7 0 0 0 1.9-1.1l2 .8 1.8-3.2L19 12Z',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.5-3.5 3-6 6.500-6s6 2.500 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.200 2.800 3.500 5.500',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20c.7-3.700 3.600-6 7.500-6s6.800 2.300 7.500 6',
  search: 'm20 20-4.5-4.5M17 10.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.500 2h-15L6 16ZM10 20.500a2.200 2.200 0 0 0 4 0',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  down: 'm6 9 6 6 6-6',
  up: 'm6 15 6-6 6 6',
  back: 'm9 6 6 6-6 6',
  next: 'm15 6-6 6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  minus: 'M5 12h14',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  menu: 'M4 7h16M4 12h16M4 17h16',
  sort: 'm8 10 4-4 4 4M8 14l4 4 4-4',
  filter: 'M4 6h16M7 12h10M10 18h4',
  columns: 'M5 5h14v14H5zM12 5v14',
  edit: 'M5 19h4L19 9l-4-4L5 15v4ZM13 7l4 4',
  clip: 'M18.500 11.500 12 18a4 4 0 0 1-6-5.500l7.500-7.500a2.700 2.700 0 0 1 4 3.800L10 16.500a1.300 1.300 0 0 1-2-1.800l6-6',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4V8ZM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Z',
  comment: 'M5 5h14v11h-8l-4 3.500V16H5V5Z',
  clock: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 7.500V12l3 2',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12ZM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600Z',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  tag: 'M4 4h8l8 8-8 8-8-8V4ZM8 8h.01',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 1 1 7 0v3',
  money: 'M3.500 7h17v10h-17zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM6.500 10v4M17.500 10v4',
  desk: 'M3.500 9h17M5 9V6h14v3M5.500 9v10M18.500 9v10M11 13h7',
  unit: 'M5 20V6l7-3 7 3v14M3 20h18M9 9h.01M9 13h.01M15 9h.01M15 13h.01M11 20v-4h2v4',
  mail: 'M3.500 6h17v12h-17zM4 7l8 6 8-6',
  rules: 'M6 4v10M6 14a3 3 0 1 0 .01 6A3 3 0 0 0 6 14ZM18 4a3 3 0 1 0 .01 6A3 3 0 0 0 18 4ZM18 10c0 4-4 4-9 6',
  webhook: 'M8 9a4 4 0 1 1 7 2.500l2.500 4.500M10 16h7.500M9.500 10.500 7 15a3.500 3.500 0 1 0 3 5',
  out: 'M14 5h5v5M19 5l-8 8M11 6H5v13h13v-6',
  logout: 'M14 5H6v14h8M10 12h10M17 8.500l3.500 3.500-3.500 3.500',
  keyboard: 'M3 7h18v10H3zM7 10.500h.01M11 10.500h.01M15 10.500h.01M8 14h8',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  globe: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17',
  warning: 'M12 4 2.500 20h19L12 4ZM12 10v4.500M12 17.200h.01',
  info: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 11v5M12 8h.01',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  send: 'M20 4 4 11l6 2.500L12.500 20 20 4ZM10 13.500 20 4',
  drag: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  pin: 'M9 4h6l-1 6 3 3H7l3-3-1-6ZM12 13v7',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  download: 'M12 4v11M7.500 11 12 15.500 16.500 11M5 20h14',
  play: 'M8 5.500v13l10.500-6.500L8 5.500Z',
  pause: 'M8.500 5.500v13M15.500 5.500v13',
  // The categories of requests.
  job_description: 'M6 3.500h9l4 4v13H6v-17ZM14.500 4v4h4M9 12h7M9 16h7',
  equipment: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4V8ZM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Z',
  staffing: 'M10 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3.500 20c.5-3.700 3-6 6.500-6s6 2.300 6.500 6M18.500 8v6M15.500 11h6',
  budget: 'M4 20h16M6 20v-9M10 20v-9M14 20v-9M18 20v-9M3.500 11h17L12 4.500 3.500 11Z',
  petty_cash: 'M4 7h14v12H4zM4 7l10-3.500V7M18 11h3v4h-5a2 2 0 0 1 0-4h2',
  training: 'M2.500 9 12 5l9.500 4-9.500 4-9.500-4ZM6.500 11v5c3 2.500 8 2.500 11 0v-5M21.500 9v5',
  press_tour: 'M4 6h13v12H4zM17 10l4-2v8l-4-2M7 10h5M7 13h4',
  training_package: 'M4 8l8-4 8 4v8l-8 4-8-4V8ZM4 8l8 4 8-4M12 12v8',
  mayor_meeting: 'M7.500 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM16.500 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.500 19c.4-3.200 2.300-5.500 5-5.500M21.500 19c-.4-3.200-2.300-5.500-5-5.500M8 17.500h8M12 13.500v8',
  study_trip: 'M12 21s-7-6-7-11a7 7 0 1 1 14 0c0 5-7 11-7 11ZM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  stray_duty: 'M5 5v6a4 4 0 0 0 4 4h10M15 11l4 4-4 4M12 5h7',
  information_access: 'M6 3.500h9l4 4v6M14.500 4v4h4M6 3.500v17h5M15.500 19a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600ZM20.500 21.500l-2.800-3',
  motivation: 'M12 20S4 15 4 9.500A4.200 4.200 0 0 1 12 8a4.200 4.200 0 0 1 8 1.500C20 15 12 20 12 20Z',
  social_media: 'M17 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM6.500 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM17 21a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8.800 10.800l6-4M8.800 13.200l6 4',
  other: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM8.500 12h.01M12 12h.01M15.500 12h.01',
} as const

export type IconName = keyof typeof PATHS

/** `flip`: for those that point along the text, drawn for right-to-left: `back`, `next`, `undo`, `send`, `logout`, `out`. */
const FLIPPED: Partial<Record<IconName, true>> = { back: true, next: true, undo: true, send: true, logout: true, out: true, stray_duty: true }

/** Made of dots, which would be too faint in the width of a line. */
const DOTS: Partial<Record<IconName, true>> = { more: true, drag: true }

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={`shrink-0 ${FLIPPED[name] ? 'ltr:-scale-x-100' : ''} ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={DOTS[name] ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
