//! Chance that falls the same way every time (xorshift64).

pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let sides = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.roll() % sides).unwrap_or(0)
    }

    /// True this many times out of a hundred.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub(super) fn one_of<T: Copy>(&mut self, items: &[T], otherwise: T) -> T {
        let index = usize::try_from(self.between(0, i64::try_from(items.len()).unwrap_or(1) - 1)).unwrap_or(0);
        items.get(index).copied().unwrap_or(otherwise)
    }
}
