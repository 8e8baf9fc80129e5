DROP TABLE mass_change;
