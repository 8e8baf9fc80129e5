/// The eight languages of the product. One without a folder is not built yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Swedish,
    English,
    Danish,
    NorwegianBokmal,
    Finnish,
    Lithuanian,
    Latvian,
    Estonian,
}

/// CLDR's plural categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluralCategory {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Language {
    pub const ALL: [Self; 8] = [
        Self::Swedish,
        Self::English,
        Self::Danish,
        Self::NorwegianBokmal,
        Self::Finnish,
        Self::Lithuanian,
        Self::Latvian,
        Self::Estonian,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::English => "en",
            Self::Danish => "da",
            Self::NorwegianBokmal => "nb",
            Self::Finnish => "fi",
            Self::Lithuanian => "lt",
            Self::Latvian => "lv",
            Self::Estonian => "et",
        }
    }

    /// The categories that cardinal numbers take in the language.
    pub fn plural_categories(self) -> &'static [PluralCategory] {
        use PluralCategory::{Few, Many, One, Other, Zero};
        match self {
            Self::Lithuanian => &[One, Few, Many, Other],
            Self::Latvian => &[Zero, One, Other],
            _ => &[One, Other],
        }
    }
}

impl PluralCategory {
    pub const ALL: [Self; 6] = [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}
