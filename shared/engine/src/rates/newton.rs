//! Newton's method inside a bracket, for a function that falls from above zero to below.

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Root {
    pub(crate) at: f64,
    /// How far `at` may lie from the root because the last step was not followed by another.
    pub(crate) off: f64,
}

/// A step so small that the next one would be lost in rounding: its square is.
const SMALL: f64 = 1e-10;

/// `f` gives value and slope, falling and convex; `times` bounds −f″/f′, which is how many intervals the flows span.
/// `None`: no change of sign between `low` and `high`.
#[inline]
pub(crate) fn falling_root(
    f: impl Fn(f64) -> (f64, f64),
    guess: f64,
    (low, high): (f64, f64),
    times: f64,
) -> Option<Root> {
    let (mut left, mut right) = (low, high);
    let mut at = if guess > low && guess < high { guess } else { 0.5 * (low + high) };
    for _ in 0..200 {
        let (value, slope) = f(at);
        if value >= 0.0 {
            left = at;
        } else {
            right = at;
        }
        let step = -value / slope;
        let next = at + step;
        if step.abs() <= SMALL * (1.0 + at.abs()) && next >= low && next <= high {
            return Some(Root { at: next, off: step * step * times });
        }
        at = if next > left && next < right { next } else { 0.5 * (left + right) };
        if right - left <= 1e-14 * (1.0 + at.abs()) {
            let between = f(low).0 >= 0.0 && f(high).0 <= 0.0;
            return between.then_some(Root { at, off: right - left });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_bracketed_from_any_guess() {
        let f = |x: f64| (libm::exp(-x) - 0.25, -libm::exp(-x));
        for guess in [-9.0, 0.0, 1.3, 9.0, f64::NAN, 1e9] {
            let root = falling_root(f, guess, (-10.0, 10.0), 1.0).unwrap();
            assert!((root.at - 4f64.ln()).abs() < 1e-14, "{guess}: {root:?}");
        }
    }

    #[test]
    fn says_when_the_sign_does_not_change() {
        let f = |x: f64| (libm::exp(-x) - 0.25, -libm::exp(-x));
        assert_eq!(falling_root(f, 0.0, (-1.0, 1.0), 1.0), None);
        assert_eq!(falling_root(f, 0.0, (2.0, 9.0), 1.0), None);
    }
}
