//! A zip archive whose members are stored as they are: all that a small workbook needs.

pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
}

pub(super) fn write(members: &[Member<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        let offset = size(out.len());
        let facts = Facts { crc: crc32(member.bytes), size: size(member.bytes.len()), name: member.name };
        out.extend(0x0403_4b50_u32.to_le_bytes());
        facts.write(&mut out);
        out.extend(member.name.as_bytes());
        out.extend(member.bytes);

        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        facts.write(&mut directory);
        // No comment, first disk, no attributes.
        directory.extend([0_u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(member.name.as_bytes());
    }
    let count = u16::try_from(members.len()).unwrap_or(u16::MAX);
    let (start, length) = (size(out.len()), size(directory.len()));
    out.extend(directory);
    out.extend(0x0605_4b50_u32.to_le_bytes());
    out.extend([0_u8; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the first day the format knows: the same sheet gives the same bytes.
const DAY: u16 = (1 << 5) | 1;

struct Facts<'a> {
    crc: u32,
    size: u32,
    name: &'a str,
}

impl Facts<'_> {
    /// What stands alike in a member's own header and in the directory.
    fn write(&self, out: &mut Vec<u8>) {
        out.extend(VERSION.to_le_bytes());
        out.extend(FLAGS.to_le_bytes());
        // Stored, midnight.
        out.extend([0_u8; 4]);
        out.extend(DAY.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(u16::try_from(self.name.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(0_u16.to_le_bytes());
    }
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn members_stand_in_the_directory() {
        let archive = write(&[Member { name: "a.txt", bytes: b"ett" }, Member { name: "b/c.txt", bytes: b"" }]);
        assert!(archive.starts_with(b"PK\x03\x04"));
        let end = archive.len() - 22;
        assert_eq!(archive.get(end..end + 4), Some(&b"PK\x05\x06"[..]));
        assert_eq!(archive.get(end + 10), Some(&2));
    }
}
