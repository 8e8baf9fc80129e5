//! Which entry of a list is active while the focus stays in a text field.

/// Where an arrow key leads. From nothing, down begins at the top and up at the bottom; both go round.
pub fn step(active: Option<usize>, count: usize, key: &str) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, active) {
        ("ArrowDown", Some(at)) if at < last => Some(at + 1),
        ("ArrowUp", Some(at)) if at > 0 => Some(at - 1),
        ("ArrowDown", _) | ("Home", _) => Some(0),
        ("ArrowUp", _) | ("End", _) => Some(last),
        (_, at) => at.filter(|at| *at <= last),
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round() {
        assert_eq!(step(None, 3, "ArrowDown"), Some(0));
        assert_eq!(step(Some(0), 3, "ArrowDown"), Some(1));
        assert_eq!(step(Some(2), 3, "ArrowDown"), Some(0));
        assert_eq!(step(None, 3, "ArrowUp"), Some(2));
        assert_eq!(step(Some(0), 3, "ArrowUp"), Some(2));
        assert_eq!(step(Some(5), 3, "Tab"), None);
        assert_eq!(step(Some(1), 0, "ArrowDown"), None);
    }
}
