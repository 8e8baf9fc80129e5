//! How well a text answers what is typed: pure.

use super::entries::{Entry, Group};

pub(super) struct Fitting {
    pub(super) score: u32,
    pub(super) entry: Entry,
}

/// Best first within each group; groups keep their order.
pub(super) struct Ranked(Vec<Fitting>);

impl FromIterator<Fitting> for Ranked {
    fn from_iter<T: IntoIterator<Item = Fitting>>(fitting: T) -> Self {
        Self(fitting.into_iter().collect())
    }
}

impl Ranked {
    pub(super) fn best(mut self) -> Vec<Entry> {
        let place = |group: Group| match group {
            Group::Date => 0,
            Group::Acts => 2,
            Group::Companies => 3,
            Group::Pages | Group::Agreements | Group::Parties => 1,
        };
        self.0.sort_by_key(|fitting| (place(fitting.entry.group), std::cmp::Reverse(fitting.score)));
        self.0.into_iter().map(|fitting| fitting.entry).collect()
    }
}

/// Every typed word must be found. A word that begins the text counts most, one that begins a word more than one
/// inside.
pub(super) fn score(query: &str, text: &str) -> Option<u32> {
    let text = folded(text);
    let mut total = 0;
    for word in folded(query).split_whitespace() {
        total += match text.find(word)? {
            0 => 3,
            at if text.get(..at).is_some_and(|before| before.ends_with([' ', '-', '/'])) => 2,
            _ => 1,
        };
    }
    Some(total)
}

/// Lower case, without the marks of letters: *oversikt* finds *Översikt*.
fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' | 'ä' | 'à' | 'á' | 'â' => 'a',
            'ö' | 'ø' | 'ó' | 'ô' => 'o',
            'é' | 'è' | 'ê' => 'e',
            'ü' => 'u',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn marks_and_case_do_not_matter() {
        assert!(score("oversikt", "Översikt").is_some());
        assert!(score("ÖVER", "Översikt").is_some());
        assert!(score("", "Översikt").is_some());
        assert_eq!(score("avtal", "Översikt"), None);
    }

    #[test]
    fn beginnings_count_more() {
        assert!(score("av", "Avtal") > score("av", "Nytt avtal"));
        assert!(score("avt", "Nytt avtal") > score("ytt", "Nytt avtal"));
        assert_eq!(score("nytt xyz", "Nytt avtal"), None);
    }
}
