DROP TABLE closing_reopening;
DROP TABLE closing;
