//! diesel's picture of the tables is the database's.

use crate::support::TestDatabase;
use std::collections::BTreeMap;

/// Column and type, in diesel's words.
type Columns = Vec<(String, String)>;

#[tokio::test]
async fn schema_rs_is_what_the_database_has() {
    let database = TestDatabase::new().await;
    let rows = database
        .superuser()
        .await
        .query(
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), a.attnotnull
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
               AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '__diesel_schema_migrations'
             ORDER BY c.relname, a.attnum",
            &[],
        )
        .await
        .unwrap();
    let mut real: BTreeMap<String, Columns> = BTreeMap::new();
    for row in rows {
        let (table, column, kind, is_required): (String, String, String, bool) =
            (row.get(0), row.get(1), row.get(2), row.get(3));
        let kind = diesel_type(&kind);
        let kind = if is_required { kind } else { format!("Nullable<{kind}>") };
        real.entry(table).or_default().push((column, kind));
    }
    let declared = declared(include_str!("../../../src/db/schema.rs"));
    for (table, columns) in &declared {
        assert_eq!(real.get(table), Some(columns), "{table} in schema.rs differs from the database");
    }
    let forgotten: Vec<_> = real.keys().filter(|table| !declared.contains_key(*table)).collect();
    assert!(forgotten.is_empty(), "tables that schema.rs does not know: {forgotten:?}");
}

fn diesel_type(kind: &str) -> String {
    if let Some(item) = kind.strip_suffix("[]") {
        return format!("Array<{}>", diesel_type(item));
    }
    match kind {
        "uuid" => "Uuid",
        "text" => "Text",
        "boolean" => "Bool",
        "smallint" => "SmallInt",
        "integer" => "Integer",
        "bigint" => "BigInt",
        "numeric" => "Numeric",
        "date" => "Date",
        "timestamp with time zone" => "Timestamptz",
        "json" => "Json",
        "jsonb" => "Jsonb",
        "bytea" => "Bytea",
        other => panic!("say here what diesel calls {other}"),
    }
    .to_owned()
}

fn declared(source: &str) -> BTreeMap<String, Columns> {
    let mut tables = BTreeMap::new();
    for block in source.split("diesel::table! {").skip(1) {
        let (head, body) = block.split_once(") {").unwrap();
        let name = head.trim().split(' ').next().unwrap().to_owned();
        let columns = body
            .split('}')
            .next()
            .unwrap()
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "))
            .map(|(column, kind)| {
                let kind = match kind {
                    "Int4" => "Integer",
                    "Int8" => "BigInt",
                    "Int2" => "SmallInt",
                    "Varchar" => "Text",
                    other => other,
                };
                // Whether an item can be NULL is not known to the catalogue.
                (column.to_owned(), kind.replace("Array<Nullable<Text>>", "Array<Text>"))
            })
            .collect();
        tables.insert(name, columns);
    }
    tables
}
