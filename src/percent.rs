//! Percent coding of URL parts, the same on the host and in the browser.

/// Encodes one path segment or one query value: everything but letters, digits and `-._~`.
pub fn encode(part: &str) -> String {
    let mut encoded = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    encoded
}

/// Decodes one path segment or one query value. What is no valid coding stays as it is; bytes that are no UTF-8 become
/// the replacement character.
pub fn decode(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (
            bytes[at],
            bytes.get(at + 1).copied().and_then(digit),
            bytes.get(at + 2).copied().and_then(digit),
        ) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                at += 3;
            }
            (byte, _, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for part in [
            "",
            "a b/c?d#e&f=g",
            "100 %",
            "Søren’s “drawing”",
            "../..",
            "+",
        ] {
            assert_eq!(decode(&encode(part)), part);
            assert!(encode(part).is_ascii());
        }
    }

    #[test]
    fn a_broken_coding_is_kept() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%FF"), "\u{FFFD}");
    }
}
