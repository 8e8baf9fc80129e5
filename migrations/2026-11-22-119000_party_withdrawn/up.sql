-- A party that an import made, and that nobody uses once the import is undone, leaves the lists. It is not gone: the
-- agreements in the bin still name it, and whoever names it again brings it back.
ALTER TABLE party
    ADD COLUMN import_id uuid,
    ADD COLUMN withdrawn_at timestamptz;
