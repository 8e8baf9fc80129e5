//! How much of a file is read. Every limit is met before the memory it guards is used.

pub const FILE_BYTES: usize = 50 * 1024 * 1024;
pub const ROWS: u32 = 100_000;
pub const COLUMNS: u32 = 500;
/// Bounds memory where rows and columns both come near their own limits.
pub const CELLS: usize = 5_000_000;
/// As in Excel.
pub const CELL_CHARS: usize = 32_767;
pub const SHEETS: usize = 200;

/// Parts of a zipped workbook.
pub const PARTS: usize = 5_000;
/// All parts together, unpacked: a hundred thousand rows of forty columns are about half of it.
pub const UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// Real workbooks stay under 50; what repeats itself more than this was made to.
pub const UNPACKED_RATIO: u64 = 200;
/// Small parts may repeat themselves as they like.
pub const UNPACKED_RATIO_FROM_BYTES: u64 = 1024 * 1024;
/// Bytes between two tags: a cell of 32,767 characters, each written as an entity, is well below.
pub const MARKUP_GAP_BYTES: usize = 1024 * 1024;
pub const SHARED_STRINGS: usize = 2_000_000;
pub const STYLES: usize = 65_536;
pub const MERGED_REGIONS: usize = 10_000;

/// Rows among which a header row is looked for.
pub const HEAD_ROWS: u32 = 60;
