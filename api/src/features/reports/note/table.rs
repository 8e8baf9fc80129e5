//! Blocks as plain text and as HTML without styles.

use chrono::NaiveDate;
use engine::Minor;
use shared::money::Currency;
use shared::reports::{NoteLanguage, NoteRounding};

use super::content::Block;
use super::words::{self, Text};

pub struct Table {
    pub title: String,
    pub rows: Vec<Row>,
}

pub struct Row {
    pub label: String,
    pub year: Minor,
    pub before: Minor,
    /// Of the rows above it.
    pub is_total: bool,
}

/// How figures are written.
pub struct Writing {
    pub lang: NoteLanguage,
    pub rounding: NoteRounding,
    pub currency: Currency,
    pub year_end: NaiveDate,
    pub before_end: NaiveDate,
}

impl Writing {
    /// In whole units of what the table is in, half away from zero.
    fn rounded(&self, minor: Minor) -> Minor {
        let unit = match self.rounding {
            NoteRounding::Units => 100,
            NoteRounding::Thousands => 100_000,
            NoteRounding::Millions => 100_000_000,
        };
        let away = if minor < 0 { -unit / 2 } else { unit / 2 };
        (minor + away) / unit
    }

    /// Nothing is a dash, what rounds to nothing a zero.
    fn figure(&self, minor: Minor) -> String {
        if minor == 0 {
            return "–".to_owned();
        }
        let (minus, mark) = match self.lang {
            NoteLanguage::Sv => ('−', '\u{a0}'),
            NoteLanguage::En => ('-', ','),
        };
        let rounded = self.rounded(minor);
        let digits = rounded.unsigned_abs().to_string();
        let mut figure = String::new();
        if rounded < 0 {
            figure.push(minus);
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                figure.push(mark);
            }
            figure.push(digit);
        }
        figure
    }

    fn head(&self, table: &Table) -> String {
        format!("{}, {}", table.title, words::unit(self.rounding, self.currency, self.lang))
    }
}

impl Table {
    /// Whether each total is, as it is written, what the rows above it add up to.
    fn adds_up(&self, writing: &Writing) -> bool {
        [|row: &Row| row.year, |row: &Row| row.before].into_iter().all(|figure| {
            // Of the rows since the last total, and of those with it.
            let (mut apart, mut with) = (0, 0);
            self.rows.iter().all(|row| {
                let rounded = writing.rounded(figure(row));
                if row.is_total {
                    let fits = rounded == apart || rounded == with;
                    (apart, with) = (0, rounded);
                    return fits;
                }
                apart += rounded;
                with += rounded;
                true
            })
        })
    }
}

fn add_up(blocks: &[Block], writing: &Writing) -> bool {
    blocks.iter().all(|block| match block {
        Block::Paragraph(_) => true,
        Block::Table(table) => table.adds_up(writing),
    })
}

pub fn text(title: &str, blocks: &[Block], writing: &Writing) -> String {
    let mut text = format!("{title}\n");
    for block in blocks {
        text.push('\n');
        match block {
            Block::Paragraph(words) => {
                text.push_str(words);
                text.push('\n');
            }
            Block::Table(table) => write_table(table, writing, &mut text),
        }
    }
    if !add_up(blocks, writing) {
        text.push('\n');
        text.push_str(words::of(Text::RoundedApart, writing.lang));
        text.push('\n');
    }
    text
}

fn write_table(table: &Table, writing: &Writing, into: &mut String) {
    let head = [writing.head(table), writing.year_end.to_string(), writing.before_end.to_string()];
    let rows = table.rows.iter().map(|row| [row.label.clone(), writing.figure(row.year), writing.figure(row.before)]);
    let lines: Vec<[String; 3]> = std::iter::once(head).chain(rows).collect();
    let width = |at: usize| lines.iter().filter_map(|line| Some(line.get(at)?.chars().count())).max().unwrap_or(0);
    let (label, year, before) = (width(0), width(1), width(2));
    for [name, this, last] in &lines {
        into.push_str(&format!("{name:<label$}  {this:>year$}  {last:>before$}\n"));
    }
}

/// The labels are ours, and figures hold no sign that HTML would read.
pub fn html(title: &str, blocks: &[Block], writing: &Writing) -> String {
    let mut html = format!("<h2>{title}</h2>\n");
    for block in blocks {
        match block {
            Block::Paragraph(words) => html.push_str(&format!("<p>{words}</p>\n")),
            Block::Table(table) => {
                let Writing { year_end, before_end, .. } = writing;
                html.push_str("<table>\n<thead><tr>");
                html.push_str(&format!("<th>{}</th><th>{year_end}</th><th>{before_end}</th>", writing.head(table)));
                html.push_str("</tr></thead>\n<tbody>\n");
                for row in &table.rows {
                    let (open, close) = if row.is_total { ("<strong>", "</strong>") } else { ("", "") };
                    let (year, before) = (writing.figure(row.year), writing.figure(row.before));
                    let label = &row.label;
                    html.push_str(&format!("<tr><td>{open}{label}{close}</td>"));
                    html.push_str(&format!("<td>{open}{year}{close}</td><td>{open}{before}{close}</td></tr>\n"));
                }
                html.push_str("</tbody>\n</table>\n");
            }
        }
    }
    if !add_up(blocks, writing) {
        html.push_str(&format!("<p>{}</p>\n", words::of(Text::RoundedApart, writing.lang)));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writing(lang: NoteLanguage, rounding: NoteRounding) -> Writing {
        let (year_end, before_end) = ("2025-12-31".parse().unwrap(), "2024-12-31".parse().unwrap());
        Writing { lang, rounding, currency: Currency::SEK, year_end, before_end }
    }

    #[test]
    fn figures_are_written_as_in_an_annual_report() {
        let sv = writing(NoteLanguage::Sv, NoteRounding::Thousands);
        assert_eq!(sv.figure(12_345_678_900), "123\u{a0}457");
        assert_eq!(sv.figure(-150_000), "−2");
        assert_eq!((sv.figure(49_999), sv.figure(0)), ("0".to_owned(), "–".to_owned()));
        let en = writing(NoteLanguage::En, NoteRounding::Units);
        assert_eq!(en.figure(-123_456_750), "-1,234,568");
        assert_eq!(writing(NoteLanguage::En, NoteRounding::Millions).figure(250_000_000), "3");
    }

    #[test]
    fn a_table_that_does_not_add_up_as_written_says_so() {
        let row = |year, is_total| Row { label: "x".to_owned(), year, before: 0, is_total };
        let table = |rows| vec![Block::Table(Table { title: "T".to_owned(), rows })];
        let sv = writing(NoteLanguage::Sv, NoteRounding::Thousands);
        let even = table(vec![row(100_000, false), row(200_000, false), row(300_000, true)]);
        let odd = table(vec![row(140_000, false), row(240_000, false), row(380_000, true)]);
        let said = words::of(Text::RoundedApart, NoteLanguage::Sv);
        assert!(!text("N", &even, &sv).contains(said));
        assert!(text("N", &odd, &sv).contains(said) && html("N", &odd, &sv).contains(said));
    }
}
