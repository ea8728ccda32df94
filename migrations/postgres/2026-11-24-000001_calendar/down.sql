DROP TABLE holidays;
DROP TABLE calendar_sets;
