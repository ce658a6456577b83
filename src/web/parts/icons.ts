/** The one icon set: strokes on a grid of 24, drawn for this app. */
export const ICONS = {
  back: 'M15 5l-7 7 7 7',
  bell: 'M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7 M10 20h4',
  board: 'M4 5h4v14H4z M10 5h4v9h-4z M16 5h4v6h-4z',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4z M12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z',
  chart: 'M4 4v16h16 M8 16v-4 M12.5 16V8 M17 16v-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.5 2',
  cross: 'M6 6l12 12 M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  gauge: 'M4 17a8 8 0 1 1 16 0 M12 17l4-6',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  keyboard: 'M3 7h18v10H3z M7 11h.01 M11 11h.01 M15 11h.01 M18 11h.01 M8 14h8',
  list: 'M9 6h11 M9 12h11 M9 18h11 M4.5 6h.01 M4.5 12h.01 M4.5 18h.01',
  outbox: 'M4 13v6h16v-6 M12 15V4 M8 8l4-4 4 4',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6',
  pin: 'M12 21c4-5 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2.5 6 6.5 11z M12 12a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  plus: 'M12 5v14 M5 12h14',
  qr: 'M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h2v2h-2z M18 14h2 M14 18v2 M18 18h2v2',
  right: 'M9 5l7 7-7 7',
  route:
    'M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M18 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M8 17h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M16 16l5 5',
  signal: 'M3 3l18 18 M5 11a10 10 0 0 1 4-2.5 M19 11a10 10 0 0 0-6-2.9 M8.5 14.5a5 5 0 0 1 6 0 M12 19h.01',
  sliders:
    'M4 7h8 M18 7h2 M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M4 17h2 M12 17h8 M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  trash: 'M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13',
  warning: 'M12 4l9 16H3z M12 10v4 M12 17h.01',
} as const

export type IconName = keyof typeof ICONS
