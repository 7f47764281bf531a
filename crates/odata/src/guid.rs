//! GUIDs: the same in upper and in lower case.

/// 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A key as it is stored: a GUID, or two joined by `_` (as those of `resourceRoleScopes` are), in lower case; anything else
/// as it is.
pub(crate) fn stored(key: &str) -> String {
    if key.split('_').all(is_guid) {
        key.to_ascii_lowercase()
    } else {
        key.to_owned()
    }
}
