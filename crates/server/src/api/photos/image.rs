//! What kind of picture some bytes are, and how large, by their first bytes: whatever else a browser could take them for is refused.

/// A picture's type and its size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u16,
    /// In pixels.
    pub height: u16,
}

/// Reads the head of a PNG (ISO/IEC 15948, section 11.2.2) or JPEG (ITU-T T.81, section B.2.2) file.
pub fn read(bytes: &[u8]) -> Option<Image> {
    png(bytes)
        .or_else(|| jpeg(bytes))
        .filter(|image| image.width > 0 && image.height > 0)
}

fn png(bytes: &[u8]) -> Option<Image> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let size = rest.strip_prefix(b"\0\0\0\x0dIHDR")?;
    let number = |at: usize| {
        let bytes = size.get(at..at + 4)?.try_into().ok()?;
        u16::try_from(u32::from_be_bytes(bytes)).ok()
    };
    Some(Image {
        media_type: "image/png",
        width: number(0)?,
        height: number(4)?,
    })
}

fn jpeg(bytes: &[u8]) -> Option<Image> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        // A frame header; what looks like one and is a table is left out.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let size = rest.get(5..9)?;
            return Some(Image {
                media_type: "image/jpeg",
                height: u16::from_be_bytes([size[0], size[1]]),
                width: u16::from_be_bytes([size[2], size[3]]),
            });
        }
        rest = rest.get(2 + length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn heads_of_both_kinds() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\x01\x00rest";
        let expected = Image {
            media_type: "image/png",
            width: 64,
            height: 256,
        };
        assert_eq!(read(png), Some(expected));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x03x\xff\xc2\0\x0b\x08\0\x30\0\x60rest";
        let expected = Image {
            media_type: "image/jpeg",
            width: 96,
            height: 48,
        };
        assert_eq!(read(jpeg), Some(expected));
    }

    #[test]
    fn whatever_else_is_no_picture() {
        for bytes in [
            &b""[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a\x01\0\x01\0",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\x01",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\0\0\0\0\0\x01",
            b"\xff\xd8\xff\xe0\xff\xff",
            b"\xff\xd8<html>",
        ] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(head in 0..3_usize, bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let heads: [&[u8]; 3] = [b"", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"\xff\xd8\xff"];
            let all = [heads[head], &bytes].concat();
            prop_assert!(read(&all).is_none_or(|image| image.width > 0 && image.height > 0));
        }
    }
}
