use crate::format;

/// What stands in a placeholder. Numbers are written as the language writes them.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Count(i64),
}

impl Value {
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => format::integer(*count),
        }
    }

    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Text(_) => None,
            Self::Count(count) => Some(*count),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

macro_rules! counts {
    ($($kind:ty),+) => {
        $(impl From<$kind> for Value {
            fn from(count: $kind) -> Self {
                Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        })+
    };
}

counts!(i32, i64, u32, u64, usize);
