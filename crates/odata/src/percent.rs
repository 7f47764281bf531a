//! Percent decoding of query values and path segments.

/// Decodes `%XX`; also `+` as a space when `plus` is set. `None` when the result is not UTF-8 or
/// holds U+0000, which no text of this API may.
pub fn decode(raw: &str, plus: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let high = hex(rest.next()?)?;
                let low = hex(rest.next()?)?;
                bytes.push(high * 16 + low);
            }
            b'+' if plus => bytes.push(b' '),
            other => bytes.push(other),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then_some(text)
}

/// Encodes whatever may not stand in a path segment.
pub(crate) fn encode_segment(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~$@!*,:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_escapes_and_spaces() {
        assert_eq!(decode("a%27b+c%C3%A9", true).unwrap(), "a'b cé");
        assert_eq!(decode("a+b", false).unwrap(), "a+b");
    }

    #[test]
    fn refuses_what_is_no_text() {
        for raw in ["%", "%4", "%zz", "%ff", "a%00b", "%C3"] {
            assert_eq!(decode(raw, true), None, "{raw}");
        }
    }

    #[test]
    fn a_segment_survives_encoding() {
        let text = "a/b 'ü'%_()";
        let encoded = encode_segment(text);
        assert!(!encoded.contains('/'));
        assert_eq!(decode(&encoded, false).unwrap(), text);
    }
}
