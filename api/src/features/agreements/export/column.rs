//! What can be a column.

use shared::imports::ImportField;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Sv,
    En,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Field(ImportField),
    /// Where the agreement stands today. Not read back: it follows from the dates.
    Status,
    /// One of the company's own fields.
    Custom(String),
}

const CUSTOM: &str = "custom.";

impl Column {
    /// `fee`, `status`, `custom.Hylla`.
    pub fn named(name: &str) -> Option<Self> {
        if name == "status" {
            return Some(Self::Status);
        }
        if let Some(own) = name.strip_prefix(CUSTOM) {
            return Some(Self::Custom(own.to_owned())).filter(|_| !own.is_empty());
        }
        ImportField::ALL.into_iter().find(|field| field.name() == name).map(Self::Field)
    }

    pub fn header(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Field(field), Lang::Sv) => field.label_sv().to_owned(),
            (Self::Field(field), Lang::En) => field.label_en().to_owned(),
            (Self::Status, _) => "Status".to_owned(),
            (Self::Custom(name), _) => name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_of_the_api() {
        assert_eq!(Column::named("fee"), Some(Column::Field(ImportField::Fee)));
        assert_eq!(Column::named("custom.Hylla 7"), Some(Column::Custom("Hylla 7".to_owned())));
        assert_eq!(Column::named("custom."), None);
        assert_eq!(Column::named("colour"), None);
    }
}
