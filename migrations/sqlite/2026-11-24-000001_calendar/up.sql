-- The working calendar. Weekends and hours are dated sets that are read and written whole: one row each.
CREATE TABLE calendar_sets (
  name TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  periods TEXT NOT NULL,
  updated_at TIMESTAMP NOT NULL
);

-- Holidays, half days and days declared working: on one day, or each Jalali year on a month and day.
CREATE TABLE holidays (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  on_date DATE,
  month INTEGER,
  day INTEGER,
  from_year INTEGER,
  until_year INTEGER,
  from_minute INTEGER,
  until_minute INTEGER,
  lunar BOOLEAN NOT NULL,
  sort_key INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX holidays_once ON holidays (sort_key, kind, title_key, coalesce(from_year, 0));
CREATE INDEX holidays_sort ON holidays (sort_key, id);

-- What holds until somebody says otherwise: Thursday and Friday, seven hours on the other days, the solar holidays.
-- From 1 Farvardin 1300 on. The lunar holidays have to be entered each year.
INSERT INTO calendar_sets (name, version, periods, updated_at) VALUES
  ('weekends', 1, '[{"valid_from": "1921-03-21", "days": ["thursday", "friday"]}]', '2026-11-24 00:00:00'),
  ('hours', 1, '[{"valid_from": "1921-03-21", "week": {"saturday": [{"from": "07:30", "until": "14:30"}], "sunday": [{"from": "07:30", "until": "14:30"}], "monday": [{"from": "07:30", "until": "14:30"}], "tuesday": [{"from": "07:30", "until": "14:30"}], "wednesday": [{"from": "07:30", "until": "14:30"}], "thursday": [], "friday": []}}]', '2026-11-24 00:00:00');
INSERT INTO holidays (kind, title, title_key, month, day, lunar, sort_key, version, created_at, updated_at) VALUES
  ('holiday', 'عید نوروز', 'عید نوروز', 1, 1, FALSE, 101, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'عید نوروز', 'عید نوروز', 1, 2, FALSE, 102, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'عید نوروز', 'عید نوروز', 1, 3, FALSE, 103, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'عید نوروز', 'عید نوروز', 1, 4, FALSE, 104, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'روز جمهوری اسلامی', 'روز جمهوری اسلامی', 1, 12, FALSE, 112, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'روز طبیعت', 'روز طبیعت', 1, 13, FALSE, 113, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'رحلت امام خمینی', 'رحلت امام خمینی', 3, 14, FALSE, 314, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'قیام ۱۵ خرداد', 'قیام 15 خرداد', 3, 15, FALSE, 315, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'پیروزی انقلاب اسلامی', 'پیروزی انقلاب اسلامی', 11, 22, FALSE, 1122, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'روز ملی شدن صنعت نفت', 'روز ملی شدن صنعت نفت', 12, 29, FALSE, 1229, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00'),
  ('holiday', 'آخرین روز سال کبیسه', 'اخرین روز سال کبیسه', 12, 30, FALSE, 1230, 1, '2026-11-24 00:00:00', '2026-11-24 00:00:00');
