-- What was done lately, without reading a company's whole history.
CREATE INDEX CONCURRENTLY agreement_event_by_recorded ON agreement_event (company_id, recorded_at, id);
