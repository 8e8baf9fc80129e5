//! Columns: what they are, and how a reader has arranged them.

/// How a column's content stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Start,
    /// Numbers, in figures of one width.
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Stable: it stands in saved arrangements and in the address.
    pub key: &'static str,
    pub title: String,
    /// Said once, in the heading.
    pub unit: Option<String>,
    pub align: Align,
    /// Pixels, until the reader chooses.
    pub width: f64,
    pub sortable: bool,
    /// In view until the reader chooses.
    pub shown: bool,
    /// The one that names the row: always there, always first, and a link.
    pub names_row: bool,
}

/// A column as the reader has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub key: &'static str,
    pub width: f64,
    pub shown: bool,
}

pub const WIDTH_MIN: f64 = 56.0;
pub const WIDTH_MAX: f64 = 640.0;

/// Order, width and choice of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout(Vec<Placed>);

impl Layout {
    pub fn standard(columns: &[Column]) -> Self {
        let place =
            |column: &Column| Placed { key: column.key, width: column.width, shown: column.shown || column.names_row };
        let mut layout = Self(columns.iter().map(place).collect());
        layout.name_first(columns);
        layout
    }

    /// From text such as `title:240,debt:120,-fee:100`; a minus hides. Columns that the text does not know come last,
    /// as they are by default; what is no longer a column is left out.
    pub fn read(text: &str, columns: &[Column]) -> Self {
        let known = |key: &str| columns.iter().find(|column| column.key == key);
        let mut placed: Vec<Placed> = Vec::new();
        for part in text.split(',') {
            let (shown, part) = part.strip_prefix('-').map_or((true, part), |part| (false, part));
            let (key, width) = part.split_once(':').unwrap_or((part, ""));
            let Some(column) = known(key) else { continue };
            if placed.iter().any(|each| each.key == column.key) {
                continue;
            }
            let width = width.parse().ok().filter(|width: &f64| width.is_finite()).unwrap_or(column.width);
            placed.push(Placed {
                key: column.key,
                width: width.clamp(WIDTH_MIN, WIDTH_MAX),
                shown: shown || column.names_row,
            });
        }
        let said_any = !placed.is_empty();
        for column in columns {
            if !placed.iter().any(|each| each.key == column.key) {
                let shown = column.names_row || (column.shown && !said_any);
                placed.push(Placed { key: column.key, width: column.width, shown });
            }
        }
        let mut layout = Self(placed);
        layout.name_first(columns);
        layout
    }

    pub fn write(&self) -> String {
        let part =
            |placed: &Placed| format!("{}{}:{}", if placed.shown { "" } else { "-" }, placed.key, placed.width.round());
        self.0.iter().map(part).collect::<Vec<_>>().join(",")
    }

    /// Keys of the columns in view, in order: what a saved view keeps.
    pub fn shown_keys(&self) -> Vec<String> {
        self.shown().map(|placed| placed.key.to_owned()).collect()
    }

    pub fn all(&self) -> &[Placed] {
        &self.0
    }

    pub fn shown(&self) -> impl Iterator<Item = &Placed> {
        self.0.iter().filter(|placed| placed.shown)
    }

    pub fn resize(&mut self, key: &str, width: f64) {
        if let Some(placed) = self.0.iter_mut().find(|placed| placed.key == key) {
            placed.width = width.clamp(WIDTH_MIN, WIDTH_MAX).round();
        }
    }

    pub fn width_of(&self, key: &str) -> f64 {
        self.0.iter().find(|placed| placed.key == key).map_or(WIDTH_MIN, |placed| placed.width)
    }

    pub fn show(&mut self, key: &str, shown: bool) {
        if let Some(placed) = self.0.iter_mut().find(|placed| placed.key == key) {
            placed.shown = shown;
        }
    }

    /// One place towards the beginning or the end. The naming column keeps the first.
    pub fn step(&mut self, key: &str, towards_start: bool) {
        let Some(at) = self.0.iter().position(|placed| placed.key == key) else { return };
        let to = if towards_start { at.saturating_sub(1) } else { at + 1 };
        if at > 0 && to > 0 && to < self.0.len() {
            self.0.swap(at, to);
        }
    }

    fn name_first(&mut self, columns: &[Column]) {
        let naming = columns.iter().find(|column| column.names_row).map(|column| column.key);
        if let Some(at) = self.0.iter().position(|placed| Some(placed.key) == naming) {
            let named = self.0.remove(at);
            self.0.insert(0, named);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(key: &'static str, shown: bool) -> Column {
        Column {
            key,
            title: key.to_owned(),
            unit: None,
            align: Align::Start,
            width: 100.0,
            sortable: true,
            shown,
            names_row: key == "title",
        }
    }

    fn columns() -> Vec<Column> {
        vec![column("number", true), column("title", true), column("debt", true), column("project", false)]
    }

    #[test]
    fn the_naming_column_stands_first_whatever_is_said() {
        assert_eq!(Layout::standard(&columns()).shown_keys(), ["title", "number", "debt"]);
        assert_eq!(Layout::read("debt:90,-title:300,number", &columns()).shown_keys(), ["title", "debt", "number"]);
    }

    #[test]
    fn an_arrangement_survives_its_text() {
        let mut layout = Layout::standard(&columns());
        layout.resize("debt", 10.0);
        layout.step("debt", true);
        layout.show("number", false);
        assert_eq!(Layout::read(&layout.write(), &columns()), layout);
        assert_eq!(layout.width_of("debt"), WIDTH_MIN);
    }

    #[test]
    fn what_is_unknown_or_doubled_is_left_out_and_what_is_new_comes_last() {
        let layout = Layout::read("gone:80,debt:NaN,debt:300", &columns());
        assert_eq!(layout.write(), "title:100,debt:100,-number:100,-project:100");
        assert_eq!(Layout::read("", &columns()), Layout::standard(&columns()));
    }

    #[test]
    fn columns_step_but_never_before_the_name() {
        let mut layout = Layout::standard(&columns());
        layout.step("number", true);
        layout.step("project", false);
        layout.step("title", false);
        assert_eq!(layout, Layout::standard(&columns()));
    }
}
